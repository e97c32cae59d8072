import { istioNamespace } from "../names";

/** ECDSA is P-256, RSA has 4096 bits. */
export type KeyAlgorithm = "ECDSA" | "RSA";

/** Key usages of Istio's own authorities: https://github.com/istio/istio/blob/master/tools/certs/common.mk */
export const authorityUses: string[] = [
  "digital_signature",
  "content_commitment",
  "key_encipherment",
  "cert_signing",
];

/** The name by which proxies know istiod; the intermediate carries it, as in common.mk. */
export const istiodDnsName = `istiod.${istioNamespace}.svc`;

export function keyArgs(algorithm: KeyAlgorithm): {
  algorithm: string;
  ecdsaCurve?: string;
  rsaBits?: number;
} {
  return algorithm === "ECDSA" ? { algorithm, ecdsaCurve: "P256" } : { algorithm, rsaBits: 4096 };
}

export function hours(days: number): number {
  return days * 24;
}

/** Base64 of PEMs, by the keys that istiod reads. */
export interface CaFiles {
  readonly "ca-cert.pem": string;
  readonly "ca-key.pem": string;
  readonly "root-cert.pem": string;
  readonly "cert-chain.pem": string;
}

/**
 * The content of the Secret `cacerts`; the chain goes from the intermediate to the root.
 * Source: https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/
 */
export function buildCaFiles(certPem: string, keyPem: string, rootPem: string): CaFiles {
  return {
    "ca-cert.pem": base64(certPem),
    "ca-key.pem": base64(keyPem),
    "root-cert.pem": base64(rootPem),
    "cert-chain.pem": base64(lines(certPem) + lines(rootPem)),
  };
}

/** A PEM that ends with a line break, so that another can follow it. */
function lines(pem: string): string {
  return pem.endsWith("\n") ? pem : `${pem}\n`;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
