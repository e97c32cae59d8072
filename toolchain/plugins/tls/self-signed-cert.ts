import { defineResource } from "../definition";
import { isObject, type PlainObject } from "../wire";
import { alternativeNameInputs, alternativeNames } from "./alternative-names";
import { certificateInputs, certificateOutputs, issueCertificate } from "./issue";
import { checkKeySource, keySource } from "./key-source";
import { createSigner, keyAlgorithm, parsePrivateKey, publicKeyDer } from "./keys";
import { renewal } from "./renewal";
import { distinguishedName, subjectType } from "./subject";
import { PublicKey } from "./x509";

/** A certificate signed with its own key: a root, or a server's for a test. */
export const selfSignedCert = defineResource({
  token: "tls:index/selfSignedCert:SelfSignedCert",
  inputs: {
    ...certificateInputs,
    ...alternativeNameInputs,
    privateKeyPem: { type: { kind: "string" }, secret: true },
    privateKeyPemWo: { type: { kind: "string" }, secret: true, writeOnly: true },
    privateKeyPemWoVersion: { type: { kind: "integer" } },
    setAuthorityKeyId: { type: { kind: "boolean" }, default: false },
    subject: { type: subjectType },
  },
  outputs: { ...certificateOutputs, keyAlgorithm: {} },
  ...renewal,
  validate: (inputs) => [
    ...checkKeySource("privateKeyPem", inputs),
    ...checkIdentifiers(inputs),
    ...checkSubject(inputs),
  ],
  create: async (inputs) => {
    const source = keySource("privateKeyPem", inputs.privateKeyPem, inputs.privateKeyPemWo);
    const key = parsePrivateKey(source);
    const publicKey = new PublicKey(publicKeyDer(key));
    const name = distinguishedName(inputs.subject);
    const keyId = Buffer.from(await publicKey.getKeyIdentifier()).toString("hex");
    const { id, outputs } = await issueCertificate(inputs, {
      subject: name,
      alternativeNames: alternativeNames(inputs),
      publicKey,
      issuer: name,
      authorityKeyId: inputs.setAuthorityKeyId ? keyId : undefined,
      signer: await createSigner(source),
    });
    return { id, outputs: { ...outputs, keyAlgorithm: keyAlgorithm(key) } };
  },
});

/** An authority key identifier of a self-signed certificate repeats that of its subject. */
function checkIdentifiers(inputs: PlainObject) {
  const hasSubjectKeyId = inputs.isCaCertificate === true || inputs.setSubjectKeyId === true;
  if (inputs.setAuthorityKeyId !== true || hasSubjectKeyId) {
    return [];
  }
  const reason =
    "there is no subject key identifier to repeat, expected setSubjectKeyId or isCaCertificate";
  return [{ property: "setAuthorityKeyId", reason }];
}

function checkSubject({ isCaCertificate, subject }: PlainObject) {
  const isNamed = isObject(subject) && Object.values(subject).some((value) => value !== "");
  if (isCaCertificate !== true || isNamed) {
    return [];
  }
  const reason = "empty, expected at least one attribute for a certificate authority";
  return [{ property: "subject", reason }];
}
