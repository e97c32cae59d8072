import type { ConfigProblem } from "./config-error";
import { defaultInstaller, unservedReason } from "./istio-versions";
import { clusterGatewayProblems } from "./cluster-gateway";
import { clusterSchema } from "./cluster-schema";
import { repeated } from "./repeated";
import { maintenanceProblems } from "./maintenance";
import { certificatesProblems } from "./certificates/config-problems";
import { controlPlaneProblems, type InstalledMesh } from "./control-planes/problems";
import { upgradeSchema } from "./control-planes/schema";
import { type CheckedGateway, gatewaysProblems } from "./gateway-problems";
import { eastWestGatewaySchema, gatewaySchema } from "./gateway-schema";
import { namespaceProblems } from "./namespaces/problems";
import { observabilityProblems } from "./observability/problems";
import { meshSchema, type StackConfig, stackSchema } from "./schema";
import { schemaProblems } from "./schema-problems";
import { type CheckedCluster, topologyProblems } from "./topology-problems";
import type { OverlayFiles } from "./tuning/overlay";
import { withMeantKeys } from "./tuning/meant-key";
import { tuningProblems } from "./tuning/problems";
import { workloadProblems, workloadWarnings } from "./workload-problems";

/** What became of a stack's config. */
export interface Validation {
  readonly problems: readonly ConfigProblem[];
  /** What may be wrong, though nobody can say. */
  readonly warnings: readonly ConfigProblem[];
  /** Set when there are no problems. */
  readonly config?: StackConfig;
  /** The well-formed clusters, even if there are problems elsewhere, so that more can be checked of them. */
  readonly clusters: readonly CheckedCluster[];
}

/**
 * Checks a stack's config, given by key without the project's prefix, and names every problem at once.
 * @param prefix the project's prefix in paths, such as `istio-mesh:`
 * @param files that overlays name; without them what the files hold is not checked
 */
export function validate(
  raw: Readonly<Record<string, unknown>>,
  prefix: string,
  files?: OverlayFiles,
): Validation {
  const parsed = stackSchema.safeParse(raw);
  const list = Array.isArray(raw["clusters"]) ? (raw["clusters"] as unknown[]) : [];
  const clusters = list.flatMap((one, index): CheckedCluster[] => {
    const cluster = clusterSchema.safeParse(one);
    return cluster.success ? [{ path: `${prefix}clusters[${index}]`, cluster: cluster.data }] : [];
  });
  const names = list.map((one) => (one as { name?: unknown } | null)?.name);
  const tuning = tuningProblems({
    tuning: raw["tuning"],
    clusters,
    version: versionOf(raw["mesh"]),
    installer: installedOf(raw["mesh"])?.installer,
    upgrade: upgradeSchema.safeParse(raw["upgrade"]).data,
    files,
    prefix,
  });
  const gateways = checkedGateways(raw, clusters, names, prefix);
  const problems = [
    ...(parsed.success
      ? []
      : parsed.error.issues.flatMap((issue) =>
          withMeantKeys(issue, schemaProblems(issue, raw, prefix)),
        )),
    ...repeatedNames(names, prefix),
    ...topologyProblems(clusters, names),
    ...versionProblems(raw["mesh"], `${prefix}mesh`),
    ...repeatedPullSecrets(raw["mesh"], `${prefix}mesh.pullSecrets`),
    ...certificatesProblems(raw["certificates"], clusters, versionOf(raw["mesh"]), prefix),
    ...controlPlaneProblems(raw, installedOf(raw["mesh"]), clusters, names, prefix),
    ...namespaceProblems(raw, clusters, names, prefix),
    ...maintenanceProblems(clusters, raw["certificates"], names.length, prefix),
    ...gateways.problems,
    ...tuning.problems,
    ...observabilityProblems({
      stack: raw,
      clusters,
      names,
      version: versionOf(raw["mesh"]),
      files,
      prefix,
    }),
  ];
  return {
    problems,
    warnings: [...tuning.warnings, ...gateways.warnings],
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

function repeatedPullSecrets(mesh: unknown, path: string): ConfigProblem[] {
  const list = (mesh as { pullSecrets?: unknown } | undefined | null)?.pullSecrets;
  const names = (Array.isArray(list) ? (list as unknown[]) : []).map(
    (one) => (one as { name?: unknown } | null)?.name,
  );
  return repeated(names).map(({ at, text, first }) => ({
    path: `${path}[${at}].name`,
    message: `"${text}" is the name of pullSecrets[${first}] already, name each Secret once`,
  }));
}

function versionOf(mesh: unknown): string | undefined {
  return meshSchema.pick({ version: true }).loose().safeParse(mesh).data?.version;
}

function installedOf(mesh: unknown): InstalledMesh | undefined {
  const { data } = meshSchema.pick({ version: true, installer: true }).loose().safeParse(mesh);
  return data && { ...data, installer: data.installer ?? defaultInstaller(data.version) };
}

function versionProblems(mesh: unknown, path: string): ConfigProblem[] {
  const { version, installer } = installedOf(mesh) ?? {};
  const reason = version && installer && unservedReason(version, installer);
  return reason ? [{ path: `${path}.version`, message: reason }] : [];
}

/** Of each gateway by itself, so that no slip elsewhere hides one. */
function checkedGateways(
  raw: Readonly<Record<string, unknown>>,
  members: readonly CheckedCluster[],
  names: readonly unknown[],
  prefix: string,
): Pick<Validation, "problems" | "warnings"> {
  const eastWest = eastWestGatewaySchema.prefault({}).safeParse(raw["eastWestGateway"]).data;
  const eastWestPath = `${prefix}eastWestGateway`;
  const list = Array.isArray(raw["gateways"]) ? (raw["gateways"] as unknown[]) : [];
  const gateways = list.flatMap((one, index): CheckedGateway[] => {
    const gateway = gatewaySchema.safeParse(one).data;
    const place = `gateways[${index}]`;
    return gateway === undefined ? [] : [{ path: prefix + place, place, gateway }];
  });
  const clusters = names.filter((one): one is string => typeof one === "string");
  return {
    problems: [
      ...(eastWest === undefined
        ? []
        : [
            ...workloadProblems(eastWestPath, eastWest),
            ...clusterGatewayProblems(members, eastWest),
          ]),
      ...gatewaysProblems(gateways, clusters),
    ],
    warnings: [
      ...(eastWest === undefined ? [] : workloadWarnings(eastWestPath, eastWest)),
      ...gateways.flatMap((one) => workloadWarnings(one.path, one.gateway)),
    ],
  };
}
