import type { X509Certificate } from "node:crypto";
import type { ConfigProblem } from "../config-error";
import type { CheckedCluster } from "../topology-problems";
import { pathToRoot } from "./chain";
import type { UploadProblem } from "./check-certificate";
import { canonicalPem, certificatesOf } from "./pem";
import type { CertificatesConfig, PemSource, RootConfig } from "./schema";

/** An uploaded root. */
export interface RootMaterial {
  readonly certPem: string;
  /** Undefined where it stays offline. Secret. */
  readonly keyPem: string | undefined;
}

/** An uploaded intermediate. */
export interface IntermediateMaterial {
  readonly certPem: string;
  /** Secret. */
  readonly keyPem: string;
  /** The certificates between it and the root, from below, without both. */
  readonly between: readonly string[];
}

/** All that is uploaded, checked as istiod checks it. */
export interface Material {
  /** By name of the root. */
  readonly roots: ReadonlyMap<string, RootMaterial>;
  /** By name of the cluster. */
  readonly intermediates: ReadonlyMap<string, IntermediateMaterial>;
}

/** Reads a PEM; the problem says why it cannot be read. */
export type ReadPem = (source: PemSource) => Promise<string | { readonly problem: string }>;

export interface LoadedMaterial {
  readonly material: Material;
  readonly problems: readonly ConfigProblem[];
}

/**
 * Reads and checks what the config uploads.
 * @param clusters those that are well-formed in themselves
 */
export async function loadMaterial(
  { root, rotation }: CertificatesConfig,
  clusters: readonly CheckedCluster[],
  read: ReadPem,
  now: Date,
  prefix: string,
): Promise<LoadedMaterial> {
  const certificates = `${prefix}certificates`;
  const roots = await Promise.all([
    loadRoot(root, `${certificates}.root`, read, now),
    ...(rotation ? [loadRoot(rotation.to, `${certificates}.rotation.to`, read, now)] : []),
  ]);
  const signs = rotation === undefined || rotation.phase === "trustBoth" ? roots[0] : roots[1];
  const intermediates = await Promise.all(
    clusters.map((one) => loadIntermediate(one, signs?.material, read, now)),
  );
  return {
    problems: [...roots, ...intermediates].flatMap((one) => one.problems),
    material: { roots: byName(roots), intermediates: byName(intermediates) },
  };
}

interface Loaded<T> {
  readonly name: string;
  readonly problems: readonly ConfigProblem[];
  readonly material?: T;
}

async function loadRoot(
  { name, upload }: RootConfig,
  path: string,
  read: ReadPem,
  now: Date,
): Promise<Loaded<RootMaterial>> {
  if (upload === undefined) {
    return { name, problems: [] };
  }
  const { texts, problems } = await readAll(upload, `${path}.upload`, read);
  const { cert, key } = texts;
  // What parses extensions takes long to load, and most stacks upload nothing.
  const { checkRoot } = await import("./check-root.js");
  const checked = cert === undefined ? [] : placed(checkRoot({ cert, key }, now), `${path}.upload`);
  return cert === undefined || problems.length > 0 || checked.length > 0
    ? { name, problems: [...problems, ...checked] }
    : {
        name,
        problems,
        material: { certPem: parsed(cert).map(canonicalPem).join(""), keyPem: key },
      };
}

async function loadIntermediate(
  { path, cluster }: CheckedCluster,
  root: RootMaterial | undefined,
  read: ReadPem,
  now: Date,
): Promise<Loaded<IntermediateMaterial>> {
  const { name, intermediate } = cluster;
  if (intermediate?.upload === undefined) {
    return { name, problems: [] };
  }
  const at = `${path}.intermediate.upload`;
  const { texts, problems } = await readAll(intermediate.upload, at, read);
  const { cert, key, chain } = texts;
  // Without a root there is a problem already, and nothing to check against.
  if (cert === undefined || key === undefined || problems.length > 0 || root === undefined) {
    return { name, problems };
  }
  const { checkIntermediate } = await import("./check-intermediate.js");
  const checked = placed(checkIntermediate({ cert, key, chain }, root.certPem, now), at);
  if (checked.length > 0) {
    return { name, problems: checked };
  }
  const [own] = parsed(cert);
  const upwards = own && pathToRoot(own, parsed(chain ?? ""), parsed(root.certPem));
  const [certPem = "", ...above] = (upwards ?? []).map(canonicalPem);
  return { name, problems: [], material: { certPem, keyPem: key, between: above.slice(0, -1) } };
}

/** What is read of an upload, by field. */
async function readAll(
  upload: Readonly<Record<string, PemSource | undefined>>,
  path: string,
  read: ReadPem,
): Promise<{ texts: Readonly<Record<string, string | undefined>>; problems: ConfigProblem[] }> {
  const results = await Promise.all(
    Object.entries(upload).flatMap(([field, source]) =>
      source === undefined ? [] : [read(source).then((result) => ({ field, result }))],
    ),
  );
  return {
    texts: Object.fromEntries(
      results.flatMap(({ field, result }) => (typeof result === "string" ? [[field, result]] : [])),
    ),
    problems: results.flatMap(({ field, result }) =>
      typeof result === "string" ? [] : [{ path: `${path}.${field}`, message: result.problem }],
    ),
  };
}

function placed(problems: readonly UploadProblem[], path: string): ConfigProblem[] {
  return problems.map(({ field, message }) => ({ path: `${path}.${field}`, message }));
}

/** The certificates of a PEM that is known to be one. */
function parsed(pem: string): X509Certificate[] {
  const found = certificatesOf(pem);
  return "problem" in found ? [] : found;
}

function byName<T>(loaded: readonly Loaded<T>[]): ReadonlyMap<string, T> {
  return new Map(
    loaded.flatMap(({ name, material }) => (material ? [[name, material] as const] : [])),
  );
}
