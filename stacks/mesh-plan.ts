import type { CertificatesConfig, EastWestGatewayConfig, MeshConfig, StackConfig } from "./schema";
import { type ClusterTopology, resolveTopology, type Role, type Topology } from "./topology";

/** What is common to all clusters of a mesh. */
export type MeshSettings = Pick<
  MeshConfig,
  "id" | "version" | "hub" | "trustDomain" | "readyTimeoutSeconds"
>;

/** What one cluster gets. Nothing is left to decide. */
export interface ClusterPlan {
  readonly name: string;
  readonly network: string;
  readonly role: Role;
  readonly mesh: MeshSettings;
  /** Undefined where no traffic crosses a network border. */
  readonly eastWestGateway: EastWestGatewayConfig | undefined;
  /** Clusters whose remote secret is stored in this one. */
  readonly watches: readonly string[];
}

/** What a whole mesh gets. */
export interface MeshPlan {
  readonly mesh: MeshSettings;
  readonly topology: Topology;
  readonly certificates: CertificatesConfig;
  readonly clusters: readonly ClusterPlan[];
}

/** Turns a checked config into the plan of every cluster. */
export function planMesh(config: StackConfig): MeshPlan {
  const { id, version, hub, trustDomain, readyTimeoutSeconds } = config.mesh;
  const mesh: MeshSettings = { id, version, hub, trustDomain, readyTimeoutSeconds };
  const topology = resolveTopology(config.clusters);
  const crossesNetworks = topology.networks.length > 1;
  const planCluster = ({ name, network, role, peers }: ClusterTopology): ClusterPlan => ({
    name,
    network,
    role,
    mesh,
    eastWestGateway: crossesNetworks ? config.eastWestGateway : undefined,
    watches: peers,
  });
  return {
    mesh,
    topology,
    certificates: config.certificates,
    clusters: topology.clusters.map(planCluster),
  };
}
