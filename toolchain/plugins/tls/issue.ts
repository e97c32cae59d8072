import { randomBytes } from "node:crypto";
import type { InputTable, OutputTable, Values } from "../definition";
import { alternativeNameExtensions } from "./alternative-names";
import { allowedUses, keyUsageExtensions } from "./key-usages";
import type { Signer } from "./keys";
import { encodePem } from "./pem";
import { isEmpty } from "./subject";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  type JsonGeneralNames,
  type Name,
  type PublicKey,
} from "./x509";

/** The inputs that self-signed and locally signed certificates share. */
export const certificateInputs = {
  allowedUses: {
    type: { kind: "list", of: { kind: "string", oneOf: allowedUses } },
    required: true,
  },
  earlyRenewalHours: { type: { kind: "integer", min: 0 }, default: 0, onChange: "update" },
  isCaCertificate: { type: { kind: "boolean" }, default: false },
  // -1 and absent are the same to upstream: no limit. 0 is a limit: no further authority below.
  maxPathLength: { type: { kind: "integer", min: -1 }, default: -1 },
  setSubjectKeyId: { type: { kind: "boolean" }, default: false },
  validityPeriodHours: { type: { kind: "integer", min: 0 }, required: true },
} as const satisfies InputTable;

/** The outputs that self-signed and locally signed certificates share. */
export const certificateOutputs = {
  certPem: {},
  readyForRenewal: {},
  validityEndTime: {},
  validityStartTime: {},
} as const satisfies OutputTable;

/** A certificate to be: whose it is and who vouches for it. */
export interface Issuance {
  readonly subject: Name;
  readonly alternativeNames: JsonGeneralNames;
  readonly publicKey: PublicKey;
  readonly issuer: Name;
  /** The issuer's subject key identifier, in hex, if the certificate is to refer to it. */
  readonly authorityKeyId?: string | undefined;
  readonly signer: Signer;
}

/** Signs a certificate. Its id is its serial number, in decimal. */
export async function issueCertificate(
  inputs: Values<typeof certificateInputs>,
  issuance: Issuance,
) {
  if (inputs.isCaCertificate && isEmpty(issuance.subject)) {
    // https://datatracker.ietf.org/doc/html/rfc5280#section-4.1.2.6
    throw new Error("isCaCertificate: the subject is empty, expected at least one attribute");
  }
  const serialNumber = randomBytes(16).toString("hex");
  // A certificate knows no fractions of a second; the outputs must not differ from it.
  const notBefore = new Date(Math.floor(Date.now() / 1000) * 1000);
  const notAfter = new Date(notBefore.getTime() + inputs.validityPeriodHours * 3_600_000);
  const certificate = await X509CertificateGenerator.create({
    serialNumber,
    notBefore,
    notAfter,
    subject: issuance.subject,
    issuer: issuance.issuer,
    publicKey: issuance.publicKey,
    signingKey: issuance.signer.keys.privateKey,
    signingAlgorithm: issuance.signer.algorithm,
    extensions: await extensions(inputs, issuance),
  });
  return {
    id: BigInt(`0x${serialNumber}`).toString(),
    outputs: {
      certPem: encodePem("CERTIFICATE", new Uint8Array(certificate.rawData)),
      readyForRenewal: false,
      validityEndTime: timestamp(notAfter),
      validityStartTime: timestamp(notBefore),
    },
  };
}

/** The extensions of a certificate, in the order Go writes them. */
async function extensions(inputs: Values<typeof certificateInputs>, issuance: Issuance) {
  const { isCaCertificate: isCa, maxPathLength, setSubjectKeyId } = inputs;
  const pathLength = isCa && maxPathLength >= 0 ? maxPathLength : undefined;
  const { authorityKeyId, subject, publicKey } = issuance;
  return [
    ...keyUsageExtensions(inputs.allowedUses),
    new BasicConstraintsExtension(isCa, pathLength, true),
    ...(isCa || setSubjectKeyId ? [await SubjectKeyIdentifierExtension.create(publicKey)] : []),
    ...(authorityKeyId === undefined ? [] : [new AuthorityKeyIdentifierExtension(authorityKeyId)]),
    ...alternativeNameExtensions(issuance.alternativeNames, !isEmpty(subject)),
  ];
}

function timestamp(date: Date): string {
  return date.toISOString().replace(".000Z", "Z");
}
