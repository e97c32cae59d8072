import type { CertificateOutputs, RootOutput } from "../../../../cli/certificate-list";

export const now = new Date("2030-01-01T00:00:00Z");

/** A mesh's root while it is being replaced, ten days before its end. */
export const oldRoot: RootOutput = {
  name: "root",
  signs: false,
  trusted: true,
  subject: "O=Istio, OU=dev, CN=Root CA",
  issuer: "O=Istio, OU=dev, CN=Root CA",
  fingerprint: "A0:A1:A2:A3:A4:A5:A6:A7:A8:A9",
  expires: "2030-01-11T00:00:00.000Z",
};

export const newRoot: RootOutput = {
  name: "next",
  signs: true,
  trusted: true,
  subject: "O=Acme, OU=dev, CN=Root CA",
  issuer: "O=Acme, OU=dev, CN=Root CA",
  fingerprint: "B0:B1:B2:B3:B4:B5:B6:B7:B8:B9",
  expires: "2040-01-01T00:00:00.000Z",
};

type Cluster = CertificateOutputs["clusters"][string];

/** A primary whose intermediate ended a second ago. */
export const west: Cluster = {
  intermediate: {
    root: "root",
    subject: "O=Istio, L=west, CN=Intermediate CA",
    issuer: "O=Istio, OU=dev, CN=Root CA",
    fingerprint: "C0:C1:C2:C3:C4:C5:C6:C7:C8:C9",
    expires: "2029-12-31T23:59:59.000Z",
  },
};

/** A primary with an intermediate of the new root. */
export const east: Cluster = {
  intermediate: {
    root: "next",
    subject: "O=Istio, L=east, CN=Intermediate CA",
    issuer: "O=Acme, OU=dev, CN=Root CA",
    fingerprint: "D0:D1:D2:D3:D4:D5:D6:D7:D8:D9",
    expires: "2031-01-01T12:00:00.000Z",
  },
};

/** A remote that east serves. */
export const edge: Cluster = { controlPlane: { primary: "east" } };
