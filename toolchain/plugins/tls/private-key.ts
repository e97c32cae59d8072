import { createHash, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { defineResource } from "../definition";
import { curves, keyAlgorithms, publicKeyDer } from "./keys";
import { opensshPrivateKey, opensshPublicKey } from "./openssh";
import { encodePem } from "./pem";

const curveNames = ["P224", "P256", "P384", "P521"] as const;

/** A new private key. */
export const privateKey = defineResource({
  token: "tls:index/privateKey:PrivateKey",
  inputs: {
    algorithm: { type: { kind: "string", oneOf: keyAlgorithms }, required: true },
    ecdsaCurve: { type: { kind: "string", oneOf: curveNames }, default: "P224" },
    // Go refuses to make shorter keys too.
    rsaBits: { type: { kind: "integer", min: 1024 }, default: 2048 },
  },
  outputs: {
    privateKeyOpenssh: { secret: true },
    privateKeyPem: { secret: true },
    privateKeyPemPkcs8: { secret: true },
    publicKeyFingerprintMd5: {},
    publicKeyFingerprintSha256: {},
    publicKeyOpenssh: {},
    publicKeyPem: {},
  },
  create: async ({ algorithm, ecdsaCurve, rsaBits }) => {
    const curve = curveNames.find((name) => name === ecdsaCurve) ?? "P224";
    const key = await generate(algorithm, curves[curve], rsaBits);
    return {
      id: publicKeyId(key),
      outputs: {
        privateKeyOpenssh: opensshPrivateKey(key),
        privateKeyPem: key.export({ type: traditional(algorithm), format: "pem" }).toString(),
        privateKeyPemPkcs8: key.export({ type: "pkcs8", format: "pem" }).toString(),
        ...publicKeyOutputs(key),
      },
    };
  },
});

/** What of a key is public: the outputs that PrivateKey and getPublicKey share. */
export function publicKeyOutputs(key: KeyObject) {
  const openssh = opensshPublicKey(key);
  return {
    publicKeyFingerprintMd5: openssh.fingerprintMd5,
    publicKeyFingerprintSha256: openssh.fingerprintSha256,
    publicKeyOpenssh: openssh.authorizedKey,
    publicKeyPem: encodePem("PUBLIC KEY", publicKeyDer(key)),
  };
}

/** The id that upstream gives a key. */
export function publicKeyId(key: KeyObject): string {
  return createHash("sha1").update(publicKeyDer(key)).digest("hex");
}

const generateKeys = promisify(generateKeyPair);

async function generate(
  algorithm: string,
  namedCurve: string,
  modulusLength: number,
): Promise<KeyObject> {
  switch (algorithm) {
    case "RSA":
      return (await generateKeys("rsa", { modulusLength })).privateKey;
    case "ECDSA":
      return (await generateKeys("ec", { namedCurve })).privateKey;
    default:
      return (await generateKeys("ed25519")).privateKey;
  }
}

/** The format of `privateKeyPem`: the algorithm's own, where it has one older than PKCS#8. */
function traditional(algorithm: string): "pkcs1" | "sec1" | "pkcs8" {
  const formats: Readonly<Record<string, "pkcs1" | "sec1">> = {
    RSA: "pkcs1",
    ECDSA: "sec1",
  };
  return formats[algorithm] ?? "pkcs8";
}
