import type { ConfigProblem } from "./config-error";
import { defaultInstaller, unservedReason } from "./istio-versions";
import { clusterSchema } from "./cluster-schema";
import { repeated } from "./repeated";
import { maintenanceProblems } from "./maintenance";
import { certificatesProblems } from "./certificates/config-problems";
import { eastWestGatewaySchema, meshSchema, type StackConfig, stackSchema } from "./schema";
import { schemaProblems } from "./schema-problems";
import { type CheckedCluster, topologyProblems } from "./topology-problems";

/** What became of a stack's config. */
export interface Validation {
  readonly problems: readonly ConfigProblem[];
  /** Set when there are no problems. */
  readonly config?: StackConfig;
  /** The well-formed clusters, even if there are problems elsewhere, so that more can be checked of them. */
  readonly clusters: readonly CheckedCluster[];
}

/**
 * Checks a stack's config, given by key without the project's prefix, and names every problem at once.
 * @param prefix the project's prefix in paths, such as `istio-mesh:`
 */
export function validate(raw: Readonly<Record<string, unknown>>, prefix: string): Validation {
  const parsed = stackSchema.safeParse(raw);
  const list = Array.isArray(raw["clusters"]) ? (raw["clusters"] as unknown[]) : [];
  const clusters = list.flatMap((one, index): CheckedCluster[] => {
    const cluster = clusterSchema.safeParse(one);
    return cluster.success ? [{ path: `${prefix}clusters[${index}]`, cluster: cluster.data }] : [];
  });
  const names = list.map((one) => (one as { name?: unknown } | null)?.name);
  const problems = [
    ...(parsed.success
      ? []
      : parsed.error.issues.flatMap((issue) => schemaProblems(issue, raw, prefix))),
    ...repeatedNames(names, prefix),
    ...topologyProblems(clusters, names),
    ...versionProblems(raw["mesh"], `${prefix}mesh`),
    ...certificatesProblems(raw["certificates"], clusters, versionOf(raw["mesh"]), prefix),
    ...maintenanceProblems(clusters, raw["certificates"], names.length, prefix),
    ...orderProblems(raw, prefix),
  ];
  return {
    problems,
    clusters,
    ...(problems.length === 0 && parsed.success ? { config: parsed.data } : {}),
  };
}

function repeatedNames(names: readonly unknown[], prefix: string): ConfigProblem[] {
  return repeated(names).map(({ at, text, first }) => ({
    path: `${prefix}clusters[${at}].name`,
    message: `"${text}" is the name of clusters[${first}] already, each cluster needs its own`,
  }));
}

function versionOf(mesh: unknown): string | undefined {
  return meshSchema.pick({ version: true }).loose().safeParse(mesh).data?.version;
}

function versionProblems(mesh: unknown, path: string): ConfigProblem[] {
  const { version, installer } =
    meshSchema.pick({ version: true, installer: true }).loose().safeParse(mesh).data ?? {};
  const reason =
    version === undefined
      ? undefined
      : unservedReason(version, installer ?? defaultInstaller(version));
  return reason ? [{ path: `${path}.version`, message: reason }] : [];
}

/** Numbers that have to stand in an order; of each object by itself, so that no slip elsewhere hides one. */
function orderProblems(raw: Readonly<Record<string, unknown>>, prefix: string): ConfigProblem[] {
  const gateway = eastWestGatewaySchema.prefault({}).safeParse(raw["eastWestGateway"]).data;
  return [
    ...(gateway && gateway.minReplicas > gateway.maxReplicas
      ? [
          {
            path: `${prefix}eastWestGateway.minReplicas`,
            message: `${gateway.minReplicas} is more than maxReplicas, which is ${gateway.maxReplicas}`,
          },
        ]
      : []),
  ];
}
