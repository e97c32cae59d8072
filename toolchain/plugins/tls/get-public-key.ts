import { createPublicKey, type KeyObject } from "node:crypto";
import { defineFunction } from "../definition";
import { keyAlgorithm, parsePrivateKey } from "./keys";
import { publicKeyFromOpenssh } from "./openssh";
import { publicKeyId, publicKeyOutputs } from "./private-key";

/** The public half of a private key. */
export const getPublicKey = defineFunction({
  token: "tls:index/getPublicKey:getPublicKey",
  inputs: {
    privateKeyOpenssh: { type: { kind: "string" }, secret: true },
    privateKeyPem: { type: { kind: "string" }, secret: true },
  },
  outputs: {
    algorithm: {},
    id: {},
    publicKeyFingerprintMd5: {},
    publicKeyFingerprintSha256: {},
    publicKeyOpenssh: {},
    publicKeyPem: {},
  },
  call: ({ privateKeyOpenssh, privateKeyPem }) => {
    const key = publicKey(privateKeyOpenssh, privateKeyPem);
    return Promise.resolve({
      algorithm: keyAlgorithm(key),
      id: publicKeyId(key),
      ...publicKeyOutputs(key),
    });
  },
});

function publicKey(openssh: string | undefined, pem: string | undefined): KeyObject {
  if (pem !== undefined && openssh === undefined) {
    return createPublicKey(parsePrivateKey({ property: "privateKeyPem", pem }));
  }
  if (openssh !== undefined && pem === undefined) {
    return publicKeyFromOpenssh("privateKeyOpenssh", openssh);
  }
  const got = pem === undefined ? "neither is set" : "both are set";
  throw new Error(
    `privateKeyPem: ${got}, expected exactly one of privateKeyPem, privateKeyOpenssh`,
  );
}
