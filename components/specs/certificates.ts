import type { AuthorityMark } from "../../stacks/certificates/live";
import type { KeyAlgorithm } from "../../stacks/certificates/plan";
import { istioNamespace } from "../names";
import { base64 } from "../base64";

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
export interface CaData {
  readonly "ca-cert.pem": string;
  readonly "ca-key.pem": string;
  readonly "root-cert.pem": string;
  readonly "cert-chain.pem": string;
}

/** PEMs of which `cacerts` is made. */
export interface CaPems {
  /** Of the intermediate. */
  readonly cert: string;
  /** Of the intermediate. Secret. */
  readonly key: string;
  /** The certificates above it, the root that issued it last. */
  readonly above: readonly string[];
  /** All roots that are trusted. */
  readonly bundle: string;
}

/**
 * The content of the Secret `cacerts`; the chain goes from the intermediate to the root.
 * Source: https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/
 */
export function buildCaData({ cert, key, above, bundle }: CaPems): CaData {
  return {
    "ca-cert.pem": base64(cert),
    "ca-key.pem": base64(key),
    "root-cert.pem": base64(bundle),
    "cert-chain.pem": base64(joined([cert, ...above])),
  };
}

/** Certificates one after another, each ending with a line break. */
export function joined(pems: readonly string[]): string {
  return pems.map((pem) => (pem.endsWith("\n") ? pem : `${pem}\n`)).join("");
}

/** What `cacerts` says of its roots, so that a later preview knows which is which. */
export function authorityMark(
  roots: readonly { readonly name: string; readonly fingerprint: string; readonly made: string }[],
): string {
  const mark: AuthorityMark = Object.fromEntries(
    roots.map(({ name, fingerprint, made }) => [name, { fingerprint, made }]),
  );
  return JSON.stringify(mark);
}
