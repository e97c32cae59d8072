import type { X509Certificate } from "node:crypto";
import { type AuthorityFacts, authorityFacts } from "./authority";
import { inOneLine } from "./identity";
import { certificatesOf, type PemProblem, privateKeyOf } from "./pem";

/** One thing that is wrong with an upload. */
export interface UploadProblem {
  readonly field: "cert" | "key" | "chain";
  /** What is wrong, what is expected, the next step; lower case, no full stop, never the upload's content. */
  readonly message: string;
}

/**
 * What an authority has to permit if it limits what those below are for. istiod's Verify asks for the first; without
 * the second, Go and OpenSSL refuse every workload that connects to another.
 */
const neededUsages = { serverAuth: "1.3.6.1.5.5.7.3.1", clientAuth: "1.3.6.1.5.5.7.3.2" };
const anyUsage = "2.5.29.37.0";
/** Those that Go verifies. Source: https://github.com/golang/go/blob/master/src/crypto/x509/x509.go (checkSignature) */
const strongSignatures = ["SHA-256", "SHA-384", "SHA-512", "Ed25519"];
/** OpenSSL's names of the curves that Go knows: P-224, P-256, P-384 and P-521. */
const curves = ["secp224r1", "prime256v1", "secp384r1", "secp521r1"];

/** The subject in quotes, as people know the certificate. */
export function nameOf(certificate: X509Certificate): string {
  return quoted(certificate.subject);
}

/** A distinguished name in quotes. */
export function quoted(name: string | undefined): string {
  // Whatever its type says, node gives undefined for an empty name.
  return `"${inOneLine(name ?? "")}"`;
}

/** The problems of one field. */
export function inField(
  field: UploadProblem["field"],
  messages: readonly string[],
): UploadProblem[] {
  return messages.map((message) => ({ field, message }));
}

/**
 * Reads a PEM that has to hold one certificate.
 * @param otherwise what to do when there are several
 */
export function onlyCertificate(pem: string, otherwise: string): X509Certificate | PemProblem {
  const found = certificatesOf(pem);
  if ("problem" in found) {
    return found;
  }
  const [certificate, ...more] = found;
  return certificate === undefined || more.length > 0
    ? { problem: `holds ${found.length} certificates, expected exactly one; ${otherwise}` }
    : certificate;
}

/**
 * Why a key cannot be used.
 * @param certificate the one it should belong to; undefined if that is in doubt itself
 */
export function keyProblems(pem: string, certificate: X509Certificate | undefined): string[] {
  const key = privateKeyOf(pem);
  if ("problem" in key) {
    return [key.problem];
  }
  return certificate === undefined || certificate.checkPrivateKey(key)
    ? []
    : ["does not belong to the certificate, give the key that it was issued for"];
}

/** The facts of a certificate; undefined if it cannot be read that far, which {@link authorityProblems} says. */
export function factsOf(certificate: X509Certificate): AuthorityFacts | undefined {
  try {
    return authorityFacts(certificate);
  } catch {
    return undefined;
  }
}

/**
 * Why istiod would not let a certificate stand above another, from its own fields.
 * Source: https://github.com/golang/go/blob/master/src/crypto/x509/verify.go (isValid, checkChainForKeyUsage)
 */
export function authorityProblems(certificate: X509Certificate, now: Date): string[] {
  const facts = factsOf(certificate);
  if (facts === undefined) {
    return ["has extensions that cannot be read, issue it again"];
  }
  const begins = new Date(certificate.validFrom);
  const ends = new Date(certificate.validTo);
  const key = keyNameOf(certificate);
  const lacking = lackingUsages(facts);
  const found: readonly (string | false)[] = [
    // RFC 5280, 4.1.2.6: an authority has one; chains are built by it.
    (certificate.subject as string | undefined) === undefined &&
      "has no subject, issue it with a name",
    !facts.isAuthority &&
      "is no certificate authority, istiod could not sign with it; issue it with basicConstraints CA:TRUE",
    !facts.mayCertify &&
      "may not sign certificates, its key usage lacks keyCertSign; issue it with that or without a key usage",
    now > ends && `ended at ${ends.toISOString()}, renew it`,
    now < begins && `is not valid before ${begins.toISOString()}, wait or issue it again`,
    lacking.length > 0 &&
      `limits the extended key usage and lacks ${lacking.join(" and ")}, so connections would fail; issue it with serverAuth and clientAuth or without an extended key usage`,
    key !== undefined &&
      `has a key that istiod does not know (${key}), use RSA, ECDSA on P-256, P-384 or P-521, or Ed25519`,
    facts.unhandledExtensions.length > 0 &&
      `has the critical extension ${facts.unhandledExtensions.join(", ")}, which istiod does not know and so refuses; issue it without`,
  ];
  return found.filter((one) => one !== false);
}

/** Why istiod would not believe who issued a certificate; of a root it does not ask. */
export function signatureProblems(certificate: X509Certificate): string[] {
  const { signature } = factsOf(certificate) ?? {};
  return signature === undefined || strongSignatures.includes(signature)
    ? []
    : [`is signed with ${signature}, which istiod does not accept; issue it with SHA-256`];
}

function lackingUsages({ extendedKeyUsages: usages }: AuthorityFacts): string[] {
  if (usages.length === 0 || usages.includes(anyUsage)) {
    return [];
  }
  const needed = Object.entries(neededUsages);
  return needed.filter(([, oid]) => !usages.includes(oid)).map(([name]) => name);
}

/** What kind of key a certificate has, if Go does not know it. */
function keyNameOf({ publicKey }: X509Certificate): string | undefined {
  const { asymmetricKeyType: type = "", asymmetricKeyDetails: details } = publicKey;
  if (type !== "ec") {
    return ["rsa", "ed25519"].includes(type) ? undefined : type;
  }
  const curve = details?.namedCurve ?? "a curve without a name";
  return curves.includes(curve) ? undefined : curve;
}
