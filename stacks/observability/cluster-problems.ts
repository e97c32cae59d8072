import { type ConfigProblem, oneOf } from "../config-error";
import { isOn } from "../is-on";
import { primaryOf, remotesOf, roleOf } from "../topology";
import type { CheckedCluster } from "../topology-problems";

interface Mesh {
  readonly clusters: readonly CheckedCluster[];
  /** What all clusters call themselves. */
  readonly names: readonly unknown[];
}

/** Clusters that the mesh does not have. @param names what all clusters call themselves */
export function unknownClusters(
  clusters: readonly string[],
  names: readonly unknown[],
  path: string,
): ConfigProblem[] {
  return clusters.flatMap((name, at) => unknownCluster(name, names, `${path}[${at}]`));
}

/** The problem with a cluster that the mesh does not have. */
export function unknownCluster(
  name: string,
  names: readonly unknown[],
  path: string,
): ConfigProblem[] {
  const known = names.filter((one): one is string => typeof one === "string");
  return known.includes(name)
    ? []
    : [{ path, message: `unknown cluster "${name}", expected ${oneOf(known)}` }];
}

/**
 * Clusters that cannot be seen alone: a remote's proxies do what the Telemetry of their primary says, so that a primary
 * and its remotes are chosen together.
 * @param chosen undefined means all
 */
export function memberProblems(
  chosen: readonly string[] | undefined,
  mesh: Mesh,
  path: string,
): ConfigProblem[] {
  const list = mesh.clusters.map((one) => one.cluster);
  return (chosen ?? []).flatMap((name, at): ConfigProblem[] => {
    const cluster = list.find((one) => one.name === name);
    if (cluster === undefined) {
      return unknownCluster(name, mesh.names, `${path}[${at}]`);
    }
    const primary = primaryOf(cluster);
    const remotes = remotesOf(cluster, list).filter((one) => !isOn(one, chosen));
    return [
      ...(isOn(primary, chosen)
        ? []
        : [
            {
              path: `${path}[${at}]`,
              message: `"${name}" is a remote, whose proxies are told by "${primary}" whether they do; name that, too`,
            },
          ]),
      ...(remotes.length === 0
        ? []
        : [
            {
              path: `${path}[${at}]`,
              message: `"${name}" tells the proxies of ${remotes.join(", ")} as well; name ${remotes.length > 1 ? "those" : "that"}, too`,
            },
          ]),
    ];
  });
}

/**
 * Clusters whose istiod would not read what is said for them.
 * @param chosen undefined means all
 * @param within of these; undefined means all
 */
export function primaryProblems(
  chosen: readonly string[] | undefined,
  within: readonly string[] | undefined,
  mesh: Mesh,
  path: string,
): ConfigProblem[] {
  return (chosen ?? []).flatMap((name, at): ConfigProblem[] => {
    const place = `${path}[${at}]`;
    const found = mesh.clusters.find((one) => one.cluster.name === name)?.cluster;
    if (found === undefined) {
      return unknownCluster(name, mesh.names, place);
    }
    if (roleOf(found) === "remote") {
      return [
        {
          path: place,
          message: `"${name}" is a remote, whose workloads take their config from their primary, expected ${primaryOf(found)}`,
        },
      ];
    }
    return isOn(name, within)
      ? []
      : [{ path: place, message: `"${name}" is not traced, expected ${oneOf(within ?? [])}` }];
  });
}
