import "reflect-metadata";
import { createPrivateKey, webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

const dayMs = 86_400_000;
/** Whole seconds, as certificates have them. */
const start = Math.floor(Date.now() / 1000) * 1000;

/** A time so many days from the start of the tests. */
export function day(days: number): Date {
  return new Date(start + days * dayMs);
}

const algorithms = {
  "P-256": { name: "ECDSA", namedCurve: "P-256" },
  "P-384": { name: "ECDSA", namedCurve: "P-384" },
  RSA: {
    name: "RSASSA-PKCS1-v1_5",
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: "SHA-256",
  },
} as const;

/** A key that an authority may have. */
export interface AuthorityKeys {
  readonly algorithm: keyof typeof algorithms;
  readonly pair: webcrypto.CryptoKeyPair;
}

export interface Authority {
  /** PEM. */
  readonly cert: string;
  /** PEM, PKCS #8. */
  readonly key: string;
  readonly keys: AuthorityKeys;
  readonly subject: x509.JsonName;
}

export interface AuthorityWishes {
  /** Common name; undefined for a certificate without a subject. */
  readonly name: string | undefined;
  /** It signs itself without one. */
  readonly issuer?: Authority;
  /** Such as `isCa` says, without a limit. */
  readonly pathLength?: number;
  readonly isCa?: boolean;
  /** Days from now. */
  readonly from?: number;
  /** Days from now. */
  readonly to?: number;
  /** Those of an authority unless given; "none" leaves the extension out. */
  readonly keyUsages?: keyof typeof x509.KeyUsageFlags | "none";
  readonly extendedKeyUsages?: readonly string[];
  /** Critical extensions: the bytes of each by its OID. */
  readonly critical?: Readonly<Record<string, readonly number[]>>;
  /** Of its issuer's signature. */
  readonly hash?: "SHA-1" | "SHA-256";
  readonly algorithm?: keyof typeof algorithms;
  /** Those of another authority. */
  readonly keys?: AuthorityKeys;
  /** How the issuer's name is written, if otherwise than the issuer does. */
  readonly issuerName?: x509.JsonName;
}

/** A certificate that may be one of an authority, good unless the wishes say otherwise. */
export async function makeAuthority(wishes: AuthorityWishes): Promise<Authority> {
  const { issuer, isCa = true, hash = "SHA-256", extendedKeyUsages = [] } = wishes;
  const { keyUsages = "keyCertSign", critical = {} } = wishes;
  const keys = wishes.keys ?? (await newKeys(wishes.algorithm ?? "P-256"));
  const subject = wishes.name === undefined ? [] : [{ CN: [wishes.name] }];
  const signer = issuer?.keys ?? keys;
  // The library signs with the hash of a key's algorithm, which is RSA's own.
  const signingKey = await rehashed(signer, hash);
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: wishes.issuerName ?? issuer?.subject ?? subject,
    publicKey: keys.pair.publicKey,
    signingKey,
    signingAlgorithm: { ...algorithms[signer.algorithm], hash },
    notBefore: day(wishes.from ?? -1),
    notAfter: day(wishes.to ?? 30),
    extensions: [
      new x509.BasicConstraintsExtension(isCa, wishes.pathLength, true),
      ...(keyUsages === "none"
        ? []
        : [new x509.KeyUsagesExtension(x509.KeyUsageFlags[keyUsages], true)]),
      ...(extendedKeyUsages.length > 0
        ? [new x509.ExtendedKeyUsageExtension([...extendedKeyUsages])]
        : []),
      ...Object.entries(critical).map(
        ([oid, bytes]) => new x509.Extension(oid, true, new Uint8Array(bytes)),
      ),
    ],
  });
  return {
    cert: `${certificate.toString("pem")}\n`,
    key: x509.PemConverter.encode(
      await webcrypto.subtle.exportKey("pkcs8", keys.pair.privateKey),
      "PRIVATE KEY",
    ),
    keys,
    subject,
  };
}

/** The same key in the form that OpenSSL wrote before PKCS #8: SEC 1 or PKCS #1; encrypted if there is a passphrase. */
export function oldForm({ key, keys }: Authority, passphrase?: string): string {
  const type = keys.algorithm === "RSA" ? "pkcs1" : "sec1";
  const cipher = passphrase === undefined ? {} : { cipher: "aes-256-cbc", passphrase };
  return createPrivateKey(key)
    .export({ type, format: "pem", ...cipher })
    .toString();
}

async function newKeys(algorithm: AuthorityKeys["algorithm"]): Promise<AuthorityKeys> {
  const usages = ["sign", "verify"] as const;
  const pair = await webcrypto.subtle.generateKey(algorithms[algorithm], true, usages);
  return { algorithm, pair };
}

async function rehashed(
  { algorithm, pair }: AuthorityKeys,
  hash: string,
): Promise<webcrypto.CryptoKey> {
  const der = await webcrypto.subtle.exportKey("pkcs8", pair.privateKey);
  return webcrypto.subtle.importKey("pkcs8", der, { ...algorithms[algorithm], hash }, true, [
    "sign",
  ]);
}
