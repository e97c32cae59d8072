import { X509Certificate } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/** What people want to know of a certificate; nothing in it is secret. */
export interface CertificateFacts {
  /** SHA-256 of the certificate, as `openssl x509 -fingerprint -sha256` prints it. */
  readonly fingerprint: string;
  /** Time after which it is not valid, RFC 3339. */
  readonly expires: string;
}

/** Reads the facts from a PEM. */
export function certificateFacts(pem: pulumi.Input<string>): pulumi.Output<CertificateFacts> {
  return pulumi.output(pem).apply((text) => {
    const certificate = new X509Certificate(text);
    return {
      fingerprint: certificate.fingerprint256,
      expires: new Date(certificate.validTo).toISOString(),
    };
  });
}
