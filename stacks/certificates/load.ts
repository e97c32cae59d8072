import { X509Certificate } from "node:crypto";
import type { ConfigProblem } from "../config-error";
import type { ClusterAccess } from "../kubeconfig";
import type { StackConfig } from "../schema";
import { NotAllowed } from "../read-object";
import { signIn } from "../sign-in";
import { roleOf } from "../topology";
import type { CheckedCluster } from "../topology-problems";
import { awaitDistribution } from "./distribution";
import { awaitExternal, type ExternalAuthority, isIncomplete, readExternal } from "./external";
import { identityOf } from "./identity";
import { knownRoots } from "./known-roots";
import type { LiveAuthority } from "./live";
import { maintenanceTrustProblems } from "./maintenance-problems";
import { loadMaterial, type Material, type ReadPem } from "./material";
import { planAuthority } from "./plan";
import { readCacertsObject, readLiveAuthority } from "./read-live";
import { rotationProblems } from "./rotation-problems";
import type { CertificatesConfig } from "./schema";

/** What the build half needs of certificates beside the plan. */
export interface AuthorityInputs {
  /** What is uploaded. Secret in part. */
  readonly material: Material;
  /** Fingerprints by which clusters know the roots that the stack made, by name. */
  readonly knownRoots: ReadonlyMap<string, string>;
  /** Waits for what somebody else makes for a cluster; in a preview it says what is there. */
  readonly awaitExternal: (cluster: string) => Promise<ExternalAuthority | undefined>;
  /** Waits until a cluster's istiod hands out these roots, PEMs, and no others; not in a preview. */
  readonly awaitDistribution: (cluster: string, bundle: string) => Promise<void>;
}

export interface LoadedAuthority {
  readonly inputs: AuthorityInputs;
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
}

/** A cluster that answers, and its place in the config. */
export interface ReachedCluster {
  readonly name: string;
  /** Of its kubeconfig. */
  readonly path: string;
  readonly access: ClusterAccess;
}

export interface LoadAuthorityArgs {
  /** Well-formed, even if there are problems elsewhere. */
  readonly certificates: CertificatesConfig;
  /** Set when the whole config is fine so far. */
  readonly config: StackConfig | undefined;
  readonly clusters: readonly CheckedCluster[];
  readonly reached: readonly ReachedCluster[];
  readonly read: ReadPem;
  readonly isPreview: boolean;
  readonly prefix: string;
}

/** Reads what is uploaded and what the clusters have, and says whether they fit. */
export async function loadAuthority(args: LoadAuthorityArgs): Promise<LoadedAuthority> {
  const { certificates, config, clusters, reached, prefix } = args;
  const now = new Date();
  const path = `${prefix}certificates`;
  const [{ material, problems: uploads }, cluster] = await Promise.all([
    loadMaterial(certificates, clusters, args.read, now, prefix),
    Promise.all(reached.map((one) => asked(one))),
  ]);
  const live = cluster.flatMap((one) => ("live" in one ? [one.live] : []));
  const signedIn = new Map(
    cluster.flatMap((one) => ("access" in one ? [[one.live.cluster, one.access] as const] : [])),
  );
  const failed = cluster.flatMap((one) => ("problem" in one ? [one] : []));
  // Who only looks may be allowed less than who changes something.
  const waived = failed.filter((one) => args.isPreview && one.isForbidden);
  const unread = failed.filter((one) => !waived.includes(one)).map((one) => one.problem);
  const inputs: AuthorityInputs = {
    material,
    knownRoots: new Map(),
    awaitExternal: () => Promise.resolve(undefined),
    awaitDistribution: () => Promise.resolve(),
  };
  if (config === undefined || uploads.length > 0 || unread.length > 0) {
    return { inputs, problems: [...uploads, ...unread], warnings: [] };
  }
  const plan = planAuthority(certificates, config.mesh.id);
  const uploaded = new Map(
    [...material.roots].map(([name, { certPem }]) => [
      name,
      identityOf(new X509Certificate(certPem)).fingerprint,
    ]),
  );
  const state = { plan, uploaded, live, now };
  const rotation = rotationProblems(state, path);
  const external =
    certificates.issuer === "external" ? await externalFindings(clusters, signedIn, path, now) : [];
  return {
    inputs: {
      material,
      knownRoots: knownRoots(live),
      awaitExternal: (name) => externalOf(name, signedIn, args.isPreview, config),
      awaitDistribution: async (name, bundle) => {
        const access = signedIn.get(name);
        if (!args.isPreview && access !== undefined) {
          await awaitDistribution(name, access, bundle, config.mesh.readyTimeoutSeconds);
        }
      },
    },
    problems: [
      ...(rotation.length > 0
        ? rotation
        : maintenanceTrustProblems(clusters, state, waived.length === 0)),
      ...external.flatMap((one) => (one.waits ? [] : [one.problem])),
    ],
    warnings: [
      ...waived.map(({ problem: { path: at, message } }) => ({
        path: at,
        message: `${message}; up asks for it, this preview cannot tell whether roots may change`,
      })),
      ...external.flatMap((one) => (one.waits ? [one.problem] : [])),
    ],
  };
}

async function asked({
  name,
  path,
  access,
}: ReachedCluster): Promise<
  | { readonly access: ClusterAccess; readonly live: LiveAuthority }
  | { readonly problem: ConfigProblem; readonly isForbidden: boolean }
> {
  try {
    const signedIn = await signIn(access);
    return { access: signedIn, live: await readLiveAuthority(name, signedIn) };
  } catch (error) {
    const isForbidden = error instanceof NotAllowed;
    return { problem: { path, message: (error as Error).message }, isForbidden };
  }
}

/** What is not right with what somebody else made, and whether more time may mend it. */
async function externalFindings(
  clusters: readonly CheckedCluster[],
  accesses: ReadonlyMap<string, ClusterAccess>,
  path: string,
  now: Date,
) {
  // Of a cluster that another stack has yet to make there is nothing to say.
  const primaries = clusters.filter(
    ({ cluster }) => roleOf(cluster) === "primary" && accesses.has(cluster.name),
  );
  const findings = await Promise.all(
    primaries.map(async ({ cluster: { name } }) => {
      const access = accesses.get(name);
      const secret = access && (await readCacertsObject(access).catch(() => undefined));
      const found = await readExternal(secret, now);
      if (!("problem" in found)) {
        return [];
      }
      const waits = isIncomplete(secret);
      const next = waits
        ? `; up waits for it before istiod starts`
        : `; istiod could not sign with it, look at what writes it`;
      const message = `cluster "${name}": ${found.problem}${next}`;
      return [{ waits, problem: { path: `${path}.issuer`, message } }];
    }),
  );
  return findings.flat();
}

async function externalOf(
  name: string,
  accesses: ReadonlyMap<string, ClusterAccess>,
  isPreview: boolean,
  { mesh }: StackConfig,
): Promise<ExternalAuthority | undefined> {
  const access = accesses.get(name);
  if (access === undefined) {
    return undefined;
  }
  if (!isPreview) {
    return awaitExternal(name, access, mesh.readyTimeoutSeconds);
  }
  const found = await readExternal(await readCacertsObject(access), new Date());
  return "problem" in found ? undefined : found;
}
