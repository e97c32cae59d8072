import { createPrivateKey, createPublicKey, webcrypto, type KeyObject } from "node:crypto";
import { decodePem } from "./pem";

/** The key algorithms of the package, spelled as its inputs and outputs spell them. */
export const keyAlgorithms = ["RSA", "ECDSA", "ED25519"] as const;

/** One of the key algorithms. */
export type KeyAlgorithm = (typeof keyAlgorithms)[number];

/** The curves of ECDSA keys, with OpenSSL's name of each. */
export const curves = {
  P224: "secp224r1",
  P256: "prime256v1",
  P384: "secp384r1",
  P521: "secp521r1",
} as const;

/** The inputs that give a resource its private key: a stored one, or one that never is. */
export interface KeySource {
  readonly property: string;
  readonly pem: string;
}

/** A key pair as webcrypto takes it, and what it signs with. */
export interface Signer {
  readonly keys: {
    readonly privateKey: webcrypto.CryptoKey;
    readonly publicKey: webcrypto.CryptoKey;
  };
  readonly algorithm: { readonly name: string; readonly hash?: string };
}

const labels = ["RSA PRIVATE KEY", "EC PRIVATE KEY", "PRIVATE KEY"];

/** Reads a private key in PKCS#1, SEC 1 or PKCS#8. An error names the property, never the key. */
export function parsePrivateKey({ property, pem }: KeySource): KeyObject {
  const allowed = "expected an unencrypted RSA, ECDSA or ED25519 private key";
  decodePem(property, pem, labels);
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    // What OpenSSL says of a broken key names its decoder, not what is wrong.
    throw new Error(`${property}: not a readable private key, ${allowed}`);
  }
  if (keyAlgorithm(key) === undefined) {
    throw new Error(`${property}: got a key of type ${String(key.asymmetricKeyType)}, ${allowed}`);
  }
  return key;
}

/** The algorithm of a key; undefined for one the package does not have. */
export function keyAlgorithm(key: KeyObject): KeyAlgorithm | undefined {
  const names: Readonly<Record<string, KeyAlgorithm>> = {
    rsa: "RSA",
    ec: "ECDSA",
    ed25519: "ED25519",
  };
  return names[key.asymmetricKeyType ?? ""];
}

/** The public half of a key; a public key is its own. */
export function publicHalf(key: KeyObject): KeyObject {
  return key.type === "private" ? createPublicKey(key) : key;
}

/** The public half of a key as SubjectPublicKeyInfo. */
export function publicKeyDer(key: KeyObject): Buffer {
  return publicHalf(key).export({ type: "spki", format: "der" });
}

/** Prepares a private key for signing certificates and requests, with the hash Go would choose. */
export async function createSigner(source: KeySource): Promise<Signer> {
  const key = parsePrivateKey(source);
  const { importAlgorithm, hash } = signatureOf(source.property, key);
  const algorithm = { name: importAlgorithm.name, ...(hash && { hash }) };
  const { subtle } = webcrypto;
  const pkcs8 = key.export({ type: "pkcs8", format: "der" });
  return {
    keys: {
      privateKey: await subtle.importKey("pkcs8", pkcs8, importAlgorithm, false, ["sign"]),
      publicKey: await subtle.importKey("spki", publicKeyDer(key), importAlgorithm, true, [
        "verify",
      ]),
    },
    algorithm,
  };
}

interface Signature {
  readonly importAlgorithm: { name: string; hash?: string; namedCurve?: string };
  readonly hash?: string;
}

function signatureOf(property: string, key: KeyObject): Signature {
  switch (keyAlgorithm(key)) {
    case "RSA":
      return {
        importAlgorithm: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
        hash: "SHA-256",
      };
    case "ED25519":
      return { importAlgorithm: { name: "Ed25519" } };
    default:
      return ecdsaSignature(property, key.asymmetricKeyDetails?.namedCurve);
  }
}

function ecdsaSignature(property: string, namedCurve: string | undefined): Signature {
  const name = "ECDSA";
  switch (namedCurve) {
    case curves.P256:
      return { importAlgorithm: { name, namedCurve: "P-256" }, hash: "SHA-256" };
    case curves.P384:
      return { importAlgorithm: { name, namedCurve: "P-384" }, hash: "SHA-384" };
    case curves.P521:
      return { importAlgorithm: { name, namedCurve: "P-521" }, hash: "SHA-512" };
    default: {
      // Upstream signs with P224, which is also its default curve; webcrypto has no such curve.
      const got = namedCurve === curves.P224 ? "P224" : String(namedCurve);
      throw new Error(`${property}: cannot sign with curve ${got}, expected P256, P384 or P521`);
    }
  }
}
