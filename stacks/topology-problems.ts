import type { ClusterConfig } from "./cluster-schema";
import { type ConfigProblem, oneOf } from "./config-error";
import { networkOf, remotesOf, roleOf } from "./topology";

/** A cluster of the config that is well-formed in itself, with its place in the list. */
export interface CheckedCluster {
  readonly path: string;
  readonly cluster: ClusterConfig;
}

/**
 * What is wrong with how clusters relate.
 * @param names what all clusters of the list call themselves, also those that are not well-formed
 */
export function topologyProblems(
  clusters: readonly CheckedCluster[],
  names: readonly unknown[],
): ConfigProblem[] {
  return [
    ...clusters.flatMap((one) => networkProblems(one, names)),
    ...clusters.flatMap((one) => primaryProblems(one, clusters, names)),
    ...clusters.flatMap((one) => peerProblems(one, clusters, names)),
    // Which networks there are is only known when every cluster is.
    ...(clusters.length === names.length ? gatewayProblems(clusters) : []),
  ];
}

function networkProblems(
  { path, cluster }: CheckedCluster,
  names: readonly unknown[],
): ConfigProblem[] {
  return cluster.network === undefined && names.length > 1
    ? [
        {
          path: `${path}.network`,
          message: `missing, a mesh of several clusters needs to know which pods reach each other directly; clusters that share a network give the same name`,
        },
      ]
    : [];
}

function primaryProblems(
  { path, cluster }: CheckedCluster,
  clusters: readonly CheckedCluster[],
  names: readonly unknown[],
): ConfigProblem[] {
  const { primary } = cluster;
  const problem = (field: string, message: string) => [{ path: `${path}.${field}`, message }];
  if (primary === undefined || roleOf(cluster) === "primary") {
    return [];
  }
  if (!names.includes(primary)) {
    return problem("primary", `unknown cluster "${primary}", expected ${oneOf(texts(names))}`);
  }
  const chosen = clusters.find((one) => one.cluster.name === primary)?.cluster;
  if (chosen !== undefined && roleOf(chosen) === "remote") {
    const primaries = clusters
      .map((one) => one.cluster)
      .filter((one) => roleOf(one) === "primary")
      .map((one) => one.name);
    const expected =
      primaries.length > 0
        ? `expected ${oneOf(primaries)}`
        : "leave primary out where an istiod is to run";
    return problem("primary", `"${primary}" is a remote itself, ${expected}`);
  }
  return cluster.controlPlaneAddress === undefined
    ? []
    : problem(
        "controlPlaneAddress",
        `stands at a remote, which has no control plane; give it at its primary "${primary}"`,
      );
}

function peerProblems(
  { path, cluster }: CheckedCluster,
  clusters: readonly CheckedCluster[],
  names: readonly unknown[],
): ConfigProblem[] {
  return Object.keys(cluster.apiServer?.peers ?? {}).flatMap((peer) => {
    const problem = (message: string) => [{ path: `${path}.apiServer.peers.${peer}`, message }];
    if (peer === cluster.name) {
      return problem("is the cluster itself, which needs no address of its own API server");
    }
    if (!names.includes(peer)) {
      const others = texts(names).filter((name) => name !== cluster.name);
      return problem(`unknown cluster, expected ${oneOf(others) || "none, there is no other"}`);
    }
    const found = clusters.find((one) => one.cluster.name === peer)?.cluster;
    return found !== undefined && roleOf(found) === "remote"
      ? problem(`is a remote, which watches no other cluster; leave it out`)
      : [];
  });
}

/** Clusters that go without a gateway although somebody needs it. */
function gatewayProblems(clusters: readonly CheckedCluster[]): ConfigProblem[] {
  const members = clusters.map((one) => one.cluster);
  const networks = new Set(members.map(networkOf));
  return clusters.flatMap(({ path, cluster }): ConfigProblem[] => {
    const problem = (message: string) => [{ path: `${path}.eastWestGateway`, message }];
    const remotes = remotesOf(cluster, members);
    if (typeof cluster.eastWestGateway === "object") {
      return networks.size > 1 || remotes.length > 0
        ? []
        : problem(
            "tunes a gateway that is not there: the mesh has one network, and the cluster serves no remotes; leave it out, or give true for a gateway with the mesh-wide tuning",
          );
    }
    if (cluster.eastWestGateway !== false) {
      return [];
    }
    if (remotes.length > 0) {
      return problem(
        `false, but ${remotes.join(", ")} reach its istiod through the gateway; leave it out`,
      );
    }
    const neighbours = members.filter((one) => networkOf(one) === networkOf(cluster));
    return networks.size > 1 && neighbours.every((one) => one.eastWestGateway === false)
      ? problem(
          `false, but then no cluster of network "${networkOf(cluster)}" has one for the traffic of other networks; leave it out of ${oneOf(neighbours.map((one) => one.name))}`,
        )
      : [];
  });
}

function texts(values: readonly unknown[]): string[] {
  return values.filter((one): one is string => typeof one === "string");
}
