import type { X509Certificate } from "node:crypto";

/** Which certificate one is. */
export interface CertificateIdentity {
  /** SHA-256 of the certificate, as `openssl x509 -fingerprint -sha256` prints it. */
  readonly fingerprint: string;
  /** In one line, the largest part first: `O=Istio, CN=Root CA`. */
  readonly subject: string;
}

export function identityOf(certificate: X509Certificate): CertificateIdentity {
  return { fingerprint: certificate.fingerprint256, subject: inOneLine(certificate.subject) };
}

/** A distinguished name as node prints it, in one line; of an empty one node says undefined, against its types. */
export function inOneLine(name: string | undefined): string {
  return name === undefined ? "without a name" : name.split("\n").join(", ");
}
