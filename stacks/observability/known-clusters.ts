import { type ConfigProblem, oneOf } from "../config-error";

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
