import type { ClusterConfig } from "./schema";

/** A primary runs an istiod of its own; a remote is served by its primary's. */
export type Role = "primary" | "remote";

/** One cluster's place in the mesh; everything is derived from the flat list of the config. */
export interface ClusterTopology {
  readonly name: string;
  readonly network: string;
  readonly role: Role;
  /** Clusters whose API server this one's istiod watches, in the order of their names. */
  readonly peers: readonly string[];
}

/** The shape of a mesh. */
export interface Topology {
  /** In the order of their names, so that the order of the config is irrelevant. */
  readonly clusters: readonly ClusterTopology[];
  /** Names of the networks, in order. */
  readonly networks: readonly string[];
}

/**
 * Resolves the list of clusters. Every primary watches every other cluster; none watches itself (istiod ignores a
 * remote secret with its own cluster's name, as it would overwrite the local registry).
 * Source: https://istio.io/latest/docs/setup/install/multicluster/
 */
export function resolveTopology(clusters: readonly ClusterConfig[]): Topology {
  const sorted = [...clusters].sort((a, b) => compare(a.name, b.name));
  const resolved = sorted.map((cluster): ClusterTopology => {
    const role: Role = (cluster.primary ?? cluster.name) === cluster.name ? "primary" : "remote";
    const others = sorted.map((one) => one.name).filter((name) => name !== cluster.name);
    return {
      name: cluster.name,
      network: cluster.network ?? cluster.name,
      role,
      peers: role === "primary" ? others : [],
    };
  });
  const networks = [...new Set(resolved.map((one) => one.network))].sort(compare);
  return { clusters: resolved, networks };
}

/** By code unit, not by locale: the same everywhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
