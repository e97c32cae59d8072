import { createHash, createPublicKey } from "node:crypto";
import { defineFunction } from "../definition";
import { keyAlgorithm } from "./keys";
import { decodePem, encodePem } from "./pem";
import { BasicConstraintsExtension, X509Certificate, type Name } from "./x509";

/** What a certificate says. Upstream can also ask a server for its chain; this stand-in does not. */
export const getCertificate = defineFunction({
  token: "tls:index/getCertificate:getCertificate",
  inputs: {
    content: { type: { kind: "string" } },
    url: { type: { kind: "string" } },
    verifyChain: { type: { kind: "boolean" } },
  },
  outputs: { certificates: {}, id: {} },
  call: ({ content, url }) => {
    if (url !== undefined) {
      throw new Error(`url: got "${url}", which this stand-in cannot fetch, expected content`);
    }
    if (content === undefined) {
      throw new Error("content: missing, expected a certificate in PEM format");
    }
    const der = decodePem("content", content, ["CERTIFICATE"]);
    return Promise.resolve({
      certificates: [describe(der)],
      id: createHash("sha1").update(der).digest("hex"),
    });
  },
});

function describe(der: Buffer) {
  const certificate = new X509Certificate(der);
  const constraints = certificate.getExtension(BasicConstraintsExtension);
  return {
    certPem: encodePem("CERTIFICATE", der),
    isCa: constraints?.ca ?? false,
    issuer: rfc2253(certificate.issuerName),
    maxPathLength: constraints?.pathLength ?? -1,
    notAfter: certificate.notAfter.toISOString().replace(".000Z", "Z"),
    notBefore: certificate.notBefore.toISOString().replace(".000Z", "Z"),
    publicKeyAlgorithm: publicKeyName(certificate),
    serialNumber: BigInt(`0x${certificate.serialNumber}`).toString(),
    sha1Fingerprint: createHash("sha1").update(der).digest("hex"),
    signatureAlgorithm: signatureName(certificate),
    subject: rfc2253(certificate.subjectName),
    version: 3,
  };
}

/** The last attribute comes first in this notation. */
function rfc2253(name: Name): string {
  return name
    .toJSON()
    .map((rdn) =>
      Object.entries(rdn)
        .flatMap(([type, values]) => values.map((value) => `${type}=${value}`))
        .join("+"),
    )
    .reverse()
    .join(",");
}

/** Go's name of the public key's algorithm. */
function publicKeyName(certificate: X509Certificate): string {
  const key = Buffer.from(certificate.publicKey.rawData);
  const name = keyAlgorithm(createPublicKey({ key, format: "der", type: "spki" }));
  return name === "ED25519" ? "Ed25519" : (name ?? "");
}

/** Go's name of the signature's algorithm. */
function signatureName(certificate: X509Certificate): string {
  // The library describes it by a type of the DOM, which is no part of this program.
  const { name, hash } = certificate.signatureAlgorithm as unknown as {
    readonly name: string;
    readonly hash?: { readonly name: string };
  };
  if (hash === undefined) {
    return name;
  }
  const digest = hash.name.replace("-", "");
  return name === "ECDSA" ? `ECDSA-${digest}` : `${digest}-RSA`;
}
