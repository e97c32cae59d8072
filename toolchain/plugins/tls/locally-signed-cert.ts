import type { KeyObject } from "node:crypto";
import { defineResource } from "../definition";
import { certificateInputs, certificateOutputs, issueCertificate } from "./issue";
import { checkKeySource, keySource } from "./key-source";
import { createSigner, keyAlgorithm, parsePrivateKey, publicKeyDer } from "./keys";
import { decodePem } from "./pem";
import { renewal } from "./renewal";
import {
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  type JsonGeneralNames,
} from "./x509";

/** A certificate for someone's request, signed by a certificate authority at hand. */
export const locallySignedCert = defineResource({
  token: "tls:index/locallySignedCert:LocallySignedCert",
  inputs: {
    ...certificateInputs,
    caCertPem: { type: { kind: "string" }, required: true },
    caPrivateKeyPem: { type: { kind: "string" }, secret: true },
    caPrivateKeyPemWo: { type: { kind: "string" }, secret: true, writeOnly: true },
    caPrivateKeyPemWoVersion: { type: { kind: "integer" } },
    certRequestPem: { type: { kind: "string" }, required: true },
  },
  outputs: { ...certificateOutputs, caKeyAlgorithm: {} },
  ...renewal,
  validate: (inputs) => checkKeySource("caPrivateKeyPem", inputs),
  create: async (inputs) => {
    const source = keySource("caPrivateKeyPem", inputs.caPrivateKeyPem, inputs.caPrivateKeyPemWo);
    const caKey = parsePrivateKey(source);
    const caCert = readCertificate("caCertPem", inputs.caCertPem);
    requireMatch(source.property, caKey, caCert);
    const request = await readRequest(inputs.certRequestPem);
    const { id, outputs } = await issueCertificate(inputs, {
      subject: request.subjectName,
      alternativeNames: requestedNames(request),
      publicKey: request.publicKey,
      issuer: caCert.subjectName,
      authorityKeyId: authorityKeyId(caCert, request),
      signer: await createSigner(source),
    });
    return { id, outputs: { ...outputs, caKeyAlgorithm: keyAlgorithm(caKey) } };
  },
});

function readCertificate(property: string, pem: string): X509Certificate {
  const der = decodePem(property, pem, ["CERTIFICATE"]);
  try {
    return new X509Certificate(der);
  } catch {
    throw new Error(`${property}: not a readable certificate, expected one in X.509 format`);
  }
}

/** Reads a request and makes sure that whoever wrote it has the private key. */
async function readRequest(pem: string): Promise<Pkcs10CertificateRequest> {
  const der = decodePem("certRequestPem", pem, ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"]);
  let request: Pkcs10CertificateRequest;
  let isSigned: boolean;
  try {
    request = new Pkcs10CertificateRequest(der);
    isSigned = await request.verify();
  } catch {
    const allowed = "expected a PKCS#10 request of an RSA, ECDSA (not P224) or ED25519 key";
    throw new Error(`certRequestPem: not a readable certificate request, ${allowed}`);
  }
  if (!isSigned) {
    const allowed = "expected a request signed with the key it is for";
    throw new Error(`certRequestPem: the signature does not fit the public key, ${allowed}`);
  }
  return request;
}

function requireMatch(property: string, key: KeyObject, certificate: X509Certificate): void {
  if (!publicKeyDer(key).equals(Buffer.from(certificate.publicKey.rawData))) {
    const allowed = `expected the private key of "${certificate.subject}"`;
    throw new Error(`${property}: not the key of the certificate in caCertPem, ${allowed}`);
  }
}

/** The names of a request that upstream copies; any other extension it asks for is dropped. */
function requestedNames(request: Pkcs10CertificateRequest): JsonGeneralNames {
  const extension = request.extensions.find(
    (candidate) => candidate instanceof SubjectAlternativeNameExtension,
  );
  const names = extension?.names.toJSON() ?? [];
  return names.filter(({ type }) => type === "dns" || type === "ip" || type === "url");
}

/** As Go has it: the authority's own identifier, unless subject and issuer are the same. */
function authorityKeyId(caCert: X509Certificate, request: Pkcs10CertificateRequest) {
  const isSelfIssued = Buffer.from(caCert.subjectName.toArrayBuffer()).equals(
    Buffer.from(request.subjectName.toArrayBuffer()),
  );
  return isSelfIssued ? undefined : caCert.getExtension(SubjectKeyIdentifierExtension)?.keyId;
}
