import { askedGateway } from "./cluster-gateway";
import type { ClusterConfig } from "./cluster-schema";

/** A primary runs an istiod of its own; a remote is served by its primary's. */
export type Role = "primary" | "remote";

/** What an east-west gateway lets through: connections to services, or those of remotes to istiod. */
export type Exposure = "services" | "istiod";

/** One cluster's place in the mesh; everything is derived from the flat list of the config. */
export interface ClusterTopology {
  readonly name: string;
  readonly network: string;
  readonly role: Role;
  /** Cluster whose istiod serves this one; its own name if it is a primary. */
  readonly primary: string;
  /** Clusters that this one's istiod serves beside its own, in the order of their names. */
  readonly remotes: readonly string[];
  /** Clusters whose API server this one's istiod watches, in the order of their names. */
  readonly peers: readonly string[];
  /** What its east-west gateway lets through; nothing means that it has none. */
  readonly gateway: readonly Exposure[];
}

/** The shape of a mesh. */
export interface Topology {
  /** In the order of their names, so that the order of the config is irrelevant. */
  readonly clusters: readonly ClusterTopology[];
  /** Names of the networks, in order. */
  readonly networks: readonly string[];
}

/** What the config of a cluster says of its place. */
export type ClusterPlace = Pick<ClusterConfig, "name" | "network" | "primary" | "eastWestGateway">;

/**
 * Resolves the list of clusters. Every primary watches every other cluster, other primaries' remotes included, or it
 * would not know their endpoints; none watches itself (istiod ignores a remote secret with its own cluster's name, as
 * it would overwrite the local registry). A gateway is where traffic crosses a network border, and where remotes reach
 * their istiod.
 * Source: https://istio.io/latest/docs/setup/install/multicluster/
 */
export function resolveTopology(clusters: readonly ClusterPlace[]): Topology {
  const sorted = [...clusters].sort((a, b) => compare(a.name, b.name));
  const names = sorted.map((one) => one.name);
  const networks = [...new Set(sorted.map(networkOf))].sort(compare);
  const resolved = sorted.map((cluster): ClusterTopology => {
    const { name } = cluster;
    const role = roleOf(cluster);
    const remotes = remotesOf(cluster, sorted);
    return {
      name,
      network: networkOf(cluster),
      role,
      primary: primaryOf(cluster),
      remotes,
      peers: role === "primary" ? names.filter((one) => one !== name) : [],
      gateway: [
        ...((askedGateway(cluster.eastWestGateway) ?? networks.length > 1)
          ? (["services"] as const)
          : []),
        ...(remotes.length > 0 ? (["istiod"] as const) : []),
      ],
    };
  });
  return { clusters: resolved, networks };
}

/** Network of a cluster: a mesh of one may leave it out. */
export function networkOf({ name, network }: ClusterPlace): string {
  return network ?? name;
}

/** Cluster whose istiod serves this one. */
export function primaryOf({ name, primary }: ClusterPlace): string {
  return primary ?? name;
}

export function roleOf(cluster: ClusterPlace): Role {
  return primaryOf(cluster) === cluster.name ? "primary" : "remote";
}

/** Names of the clusters that a cluster's istiod serves beside its own, in their order. */
export function remotesOf({ name }: ClusterPlace, clusters: readonly ClusterPlace[]): string[] {
  const served = clusters.filter((one) => one.primary === name && roleOf(one) === "remote");
  return served.map((one) => one.name);
}

/** By code unit, not by locale: the same everywhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
