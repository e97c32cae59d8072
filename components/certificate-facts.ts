import { X509Certificate } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { daysUntil, expiryWarning } from "../stacks/certificates/expiry";
import { identityOf, inOneLine } from "../stacks/certificates/identity";

/** What people want to know of a certificate; nothing in it is secret. */
export interface CertificateFacts {
  /** Such as `O=Istio, OU=payments, CN=Root CA`. */
  readonly subject: string;
  /** Subject of the certificate that issued it. */
  readonly issuer: string;
  /** SHA-256 of the certificate, as `openssl x509 -fingerprint -sha256` prints it. */
  readonly fingerprint: string;
  /** Whole days for which it was issued. */
  readonly lifetimeDays: number;
  /** Time after which it is not valid, RFC 3339. */
  readonly expires: string;
  /** Whole days from the time of this `up` or preview to then; negative afterwards. */
  readonly daysLeft: number;
}

/** Reads the facts from a PEM, of its first certificate. */
export function certificateFacts(pem: string): CertificateFacts {
  const certificate = new X509Certificate(pem);
  const expires = new Date(certificate.validTo);
  const starts = new Date(certificate.validFrom);
  return {
    ...identityOf(certificate),
    issuer: inOneLine(certificate.issuer),
    lifetimeDays: daysUntil(expires, starts),
    expires: expires.toISOString(),
    daysLeft: daysUntil(expires, new Date()),
  };
}

/** A certificate that has to be renewed by a change of the config. */
export interface Renewal {
  /** What it is called: `the root "root"`. */
  readonly title: string;
  /** Least number of days that it should have left. */
  readonly limit: number;
  /** What to change. */
  readonly advice: string;
}

/** Says so when a certificate runs out soon; a preview, too. */
export function warnOfExpiry(
  facts: pulumi.Output<CertificateFacts | undefined>,
  { title, limit, advice }: Renewal,
  resource: pulumi.Resource,
): void {
  facts.apply((known) => {
    const warning =
      known && expiryWarning(title, new Date(known.expires), new Date(), limit, advice);
    return warning === undefined ? undefined : pulumi.log.warn(warning, resource);
  });
}
