// The library resolves its parts by reflection and refuses to load before the polyfill is there.
import "reflect-metadata";
import type { X509Certificate } from "node:crypto";
import * as x509 from "@peculiar/x509";

/** What a certificate says of itself as an authority, and node:crypto does not tell. */
export interface AuthorityFacts {
  /** Whether its basic constraints say so; node's `ca` mixes this with the key usage. */
  readonly isAuthority: boolean;
  /** Whether its key usage, if it has one, permits to sign certificates. */
  readonly mayCertify: boolean;
  /** How many authorities may be below it; undefined means any number. */
  readonly pathLength: number | undefined;
  /** As OIDs; none means that there is no limit. */
  readonly extendedKeyUsages: readonly string[];
  /** OIDs of the critical extensions that Go cannot handle. */
  readonly unhandledExtensions: readonly string[];
  /** Hash of its issuer's signature, such as `SHA-256`; or the algorithm's name or OID, where that says it all. */
  readonly signature: string;
  /** The subject as Go compares it, DER in hex. */
  readonly subjectBytes: string;
  /** The issuer as Go compares it, DER in hex. */
  readonly issuerBytes: string;
}

/**
 * OIDs of the extensions that Go knows: key usage, alternative names, basic constraints, name constraints, revocation
 * lists, policies, their mappings, key ids, policy constraints, extended key usage, any policy, access to information.
 * Source: https://github.com/golang/go/blob/master/src/crypto/x509/parser.go (processExtensions)
 */
const handled = [
  ...[15, 17, 19, 30, 31, 32, 33, 35, 36, 37, 54].map((last) => `2.5.29.${last}`),
  "1.3.6.1.5.5.7.1.1",
];

/** Weak algorithms that the library gives by OID only. */
const signatures: Readonly<Record<string, string>> = {
  "1.2.840.113549.1.1.4": "MD5",
  "1.3.14.3.2.29": "SHA-1",
};

/** The library declares it by the browser's types, which are not here; and not every algorithm has a hash. */
interface SignatureAlgorithm {
  readonly name: string;
  readonly hash?: { readonly name: string };
}

/**
 * Reads the facts.
 * @throws Error if an extension is malformed
 */
export function authorityFacts(certificate: X509Certificate): AuthorityFacts {
  const parsed = new x509.X509Certificate(certificate.raw);
  const constraints = parsed.getExtension(x509.BasicConstraintsExtension);
  const usages = parsed.getExtension(x509.KeyUsagesExtension)?.usages;
  const signedWith = parsed.signatureAlgorithm as unknown as SignatureAlgorithm;
  const signature = signedWith.hash?.name ?? signedWith.name;
  return {
    isAuthority: constraints?.ca === true,
    mayCertify: usages === undefined || (usages & x509.KeyUsageFlags.keyCertSign) !== 0,
    pathLength: constraints?.pathLength,
    extendedKeyUsages: usagesOf(parsed),
    unhandledExtensions: parsed.extensions
      .filter(({ critical, type }) => critical && !handled.includes(type))
      .map(({ type }) => type),
    signature: signatures[signature] ?? signature,
    subjectBytes: hex(parsed.subjectName),
    issuerBytes: hex(parsed.issuerName),
  };
}

function usagesOf(certificate: x509.X509Certificate): string[] {
  const usages = certificate.getExtension(x509.ExtendedKeyUsageExtension)?.usages ?? [];
  return usages.map(String);
}

function hex(name: x509.Name): string {
  return Buffer.from(name.toArrayBuffer()).toString("hex");
}
