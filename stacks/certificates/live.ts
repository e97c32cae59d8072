import type { X509Certificate } from "node:crypto";
import { caFilesOf } from "./ca-files";
import { pathToRoot } from "./chain";
import { type CertificateIdentity, identityOf } from "./identity";
import { certificatesOf } from "./pem";

/** What a stack wrote into an annotation, by the name of each root that it put there. */
export type AuthorityMark = Readonly<
  Record<string, { readonly fingerprint: string; readonly made: string }>
>;

/** The Secret `cacerts` of a cluster. */
export interface LiveCacerts {
  readonly trusts: readonly CertificateIdentity[];
  /** Root that the intermediate leads to. */
  readonly signer: CertificateIdentity;
  /** Undefined if no stack wrote it. */
  readonly mark: AuthorityMark | undefined;
}

/** What a cluster has for an authority; nothing on a cluster that is new to Istio. */
export interface LiveAuthority {
  readonly cluster: string;
  readonly cacerts: LiveCacerts | undefined;
  /** The root that an istiod made for itself, for want of cacerts, and signs with. */
  readonly selfMade?: CertificateIdentity | undefined;
  /** What the stack wrote beside the roots that it put into kube-system: it is there if somebody has deleted cacerts. */
  readonly mark?: AuthorityMark | undefined;
  /** When cacerts or what istiod hands out changed last; undefined if there is neither, or nobody says. */
  readonly changed?: Date | undefined;
  /** The roots that istiod hands out to workloads. */
  readonly distributed: readonly CertificateIdentity[] | undefined;
}

/** The parts of a Secret and of a ConfigMap that matter here. */
export interface LiveObject {
  readonly metadata?: {
    readonly annotations?: Readonly<Record<string, string>>;
    readonly managedFields?: readonly { readonly time?: string }[];
  };
  readonly data?: Readonly<Record<string, string>>;
}

/** Annotation of `cacerts` and of the trust bundles, ours: {@link AuthorityMark} as JSON. */
export const authorityAnnotation = "istio-mesh/authority";

/** Reads the Secret `cacerts`; undefined if it holds no authority that istiod could use. */
export function readCacerts(secret: LiveObject): LiveCacerts | undefined {
  const files = caFilesOf(secret.data ?? {});
  if ("missing" in files) {
    return undefined;
  }
  const [certs, chain, roots] = [files.cert, files.chain, files.root].map(parsed);
  const intermediate = certs?.[0];
  if (intermediate === undefined || chain === undefined || roots === undefined) {
    return undefined;
  }
  // istiod goes on with what it had.
  // A root that was renewed with its old key is there twice; the one that issued stands in the chain.
  const inChain = roots.filter((root) =>
    chain.some((one) => one.fingerprint256 === root.fingerprint256),
  );
  const signer = pathToRoot(intermediate, chain, [...inChain, ...roots])?.at(-1);
  if (signer === undefined) {
    return undefined;
  }
  return {
    trusts: roots.map(identityOf),
    signer: identityOf(signer),
    mark: readMark(secret),
  };
}

/** When a field of one of these changed last. */
export function lastChange(objects: readonly (LiveObject | undefined)[]): Date | undefined {
  const times = objects
    .flatMap((one) => one?.metadata?.managedFields ?? [])
    .flatMap(({ time }) => (time === undefined ? [] : [Date.parse(time)]));
  return times.length === 0 ? undefined : new Date(Math.max(...times));
}

/** Reads the Secret `istio-ca-secret`; undefined if there is no certificate in it. */
export function readSelfMade(secret: LiveObject): CertificateIdentity | undefined {
  const pem = Buffer.from(secret.data?.["ca-cert.pem"] ?? "", "base64").toString("utf8");
  return parsed(pem)?.map(identityOf)[0];
}

/** Reads the ConfigMap `istio-ca-root-cert`; undefined if there is no certificate in it. */
export function readTrustBundle(map: LiveObject): readonly CertificateIdentity[] | undefined {
  return parsed(map.data?.["root-cert.pem"] ?? "")?.map(identityOf);
}

function parsed(pem: string): readonly X509Certificate[] | undefined {
  const found = certificatesOf(pem);
  return "problem" in found ? undefined : found;
}

/** What a stack wrote beside authorities. A hand may have been at it, and have left anything there. */
export function readMark({ metadata }: LiveObject): AuthorityMark | undefined {
  const text = metadata?.annotations?.[authorityAnnotation];
  if (text === undefined) {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    return Object.fromEntries(
      Object.entries(value ?? {}).flatMap(([name, one]: [string, unknown]) => {
        const { fingerprint, made } = (one ?? {}) as Readonly<Record<string, unknown>>;
        return typeof fingerprint === "string" && typeof made === "string"
          ? [[name, { fingerprint, made }]]
          : [];
      }),
    );
  } catch {
    return undefined;
  }
}
