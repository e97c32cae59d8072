import { createHash } from "node:crypto";
import { defineResource } from "../definition";
import {
  alternativeNameExtensions,
  alternativeNameInputs,
  alternativeNames,
} from "./alternative-names";
import { checkKeySource, keySource } from "./key-source";
import { createSigner, keyAlgorithm, parsePrivateKey } from "./keys";
import { encodePem } from "./pem";
import { distinguishedName, isEmpty, subjectType } from "./subject";
import { Pkcs10CertificateRequestGenerator } from "./x509";

/** A request for a certificate, signed with the key that the certificate is for. */
export const certRequest = defineResource({
  token: "tls:index/certRequest:CertRequest",
  inputs: {
    ...alternativeNameInputs,
    privateKeyPem: { type: { kind: "string" }, secret: true },
    privateKeyPemWo: { type: { kind: "string" }, secret: true, writeOnly: true },
    privateKeyPemWoVersion: { type: { kind: "integer" } },
    subject: { type: subjectType },
  },
  outputs: { certRequestPem: {}, keyAlgorithm: {} },
  validate: (inputs) => checkKeySource("privateKeyPem", inputs),
  create: async (inputs) => {
    const source = keySource("privateKeyPem", inputs.privateKeyPem, inputs.privateKeyPemWo);
    const signer = await createSigner(source);
    const name = distinguishedName(inputs.subject);
    const request = await Pkcs10CertificateRequestGenerator.create({
      name,
      keys: signer.keys,
      signingAlgorithm: signer.algorithm,
      extensions: alternativeNameExtensions(alternativeNames(inputs), !isEmpty(name)),
    });
    const der = new Uint8Array(request.rawData);
    return {
      id: createHash("sha1").update(der).digest("hex"),
      outputs: {
        certRequestPem: encodePem("CERTIFICATE REQUEST", der),
        keyAlgorithm: keyAlgorithm(parsePrivateKey(source)),
      },
    };
  },
});
