import { certificatesSchema } from "./certificates/schema";
import type { ConfigProblem } from "./config-error";
import { roleOf } from "./topology";
import type { CheckedCluster } from "./topology-problems";

/**
 * What cannot be while a cluster is in maintenance, as far as the config alone tells.
 * @param certificates the config's `certificates`, as it was written
 * @param count of all clusters, also those that are not well-formed
 */
export function maintenanceProblems(
  clusters: readonly CheckedCluster[],
  certificates: unknown,
  count: number,
  prefix: string,
): ConfigProblem[] {
  const away = inMaintenance(clusters);
  if (away.length > 0 && away.length === count) {
    return [
      {
        path: `${prefix}clusters`,
        message: `all are in maintenance, which leaves nobody to converge; take maintenance out of one that can be reached`,
      },
    ];
  }
  const { issuer, rotation, abandon } =
    certificatesSchema.prefault({}).safeParse(certificates).data ?? {};
  const at = `${prefix}certificates`;
  return away.flatMap((one) => [
    ...(issuer === "external" && roleOf(one.cluster) === "primary"
      ? problem(
          one,
          `${at}.issuer is external: what its istiod signs with, and whom its workloads trust, only the cluster itself could tell; expected false`,
        )
      : []),
    // Where somebody else issues, neither may be given anyway.
    ...(issuer === "mesh" && rotation !== undefined
      ? problem(
          one,
          `${at}.rotation is given: a cluster that is not asked cannot be seen to trust the next root; go on with the rotation when "${one.cluster.name}" is back, or take it out if no cluster has begun it`,
        )
      : []),
    ...(issuer === "mesh" && abandon !== undefined && abandon.length > 0
      ? problem(
          one,
          `${at}.abandon is given: a cluster that is not asked cannot be seen to do without these roots; take it out until "${one.cluster.name}" is back`,
        )
      : []),
  ]);
}

/** What nobody looks at, once for each cluster in maintenance. */
export function maintenanceWarnings(clusters: readonly CheckedCluster[]): ConfigProblem[] {
  return inMaintenance(clusters).map(({ path, cluster }) => ({
    path: `${path}.maintenance`,
    message: `true, so nothing was asked of "${cluster.name}": its roots and certificates count as planned, unseen, and what would change there waits; take maintenance out when it can be reached again, and run up`,
  }));
}

export function inMaintenance(clusters: readonly CheckedCluster[]): readonly CheckedCluster[] {
  return clusters.filter(({ cluster }) => cluster.maintenance);
}

function problem({ path }: CheckedCluster, reason: string): ConfigProblem[] {
  return [{ path: `${path}.maintenance`, message: `true, and ${reason}` }];
}
