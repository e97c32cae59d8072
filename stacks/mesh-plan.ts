import {
  type AuthorityPlan,
  type IntermediatePlan,
  planAuthority,
  planIntermediate,
} from "./certificates/plan";
import type { ClusterConfig, ControlPlaneAccess } from "./cluster-schema";
import { type GatewayPlan, namespacesOf, planEastWestGateway, planGateways } from "./gateway-plan";
import {
  type ControlPlanePlan,
  type ControlPlanesPlan,
  planControlPlanes,
  planRemoteControlPlanes,
  type RemoteControlPlanesPlan,
} from "./control-planes/plan";
import { defaultInstaller, type Installer } from "./istio-versions";
import { type NamespacePlan, planNamespaces } from "./namespaces/plan";
import type { MeshConfig, StackConfig } from "./schema";
import type { ControlPlaneOverlay } from "./tuning/control-plane-overlay";
import type { OverlayFiles } from "./tuning/overlay";
import { planTuning, proxyMark } from "./tuning/plan";
import {
  type ClusterTopology,
  type Exposure,
  resolveTopology,
  type Role,
  type Topology,
} from "./topology";

/** What is common to all clusters of a mesh. */
export interface MeshSettings extends Pick<
  MeshConfig,
  "id" | "version" | "hub" | "trustDomain" | "readyTimeoutSeconds"
> {
  /** Names of the Secrets by which images are pulled. */
  readonly pullSecrets: readonly string[];
  /** How control planes are installed. */
  readonly installer: Installer;
  /** Whether istiod and proxies are told to take up a change of roots while they run. */
  readonly multiRoot: boolean;
  /** Name of the root in force: where it changes without a rotation, only a restart makes it known. */
  readonly root: string | undefined;
}

/** A cluster that a primary's istiod watches, by a remote secret in the primary. */
export interface WatchPlan {
  readonly cluster: string;
  /** Whether the primary's istiod serves it, too: its webhook works only when istiod watches it already. */
  readonly serves: boolean;
  /** URL of its API server as the primary reaches it; undefined if it is the administrator's. */
  readonly server: string | undefined;
  /** Base64 of a PEM, as in kubeconfigs; undefined if it is the authority that the cluster itself tells. */
  readonly caData: string | undefined;
}

/** What decides which proxy a pod gets. */
export interface InjectorPlan extends Pick<ControlPlanePlan, "revision" | "version"> {
  /** Mark of what the injector is told of proxies besides; undefined if that is nothing. */
  readonly tuning: string | undefined;
}

interface MemberPlan {
  readonly name: string;
  readonly network: string;
  readonly mesh: MeshSettings;
  /** The istiod that fills in gateways' pods, and those of namespaces that ask for no other. */
  readonly injector: InjectorPlan;
  /** Undefined where it has none. */
  readonly eastWestGateway: GatewayPlan | undefined;
  /** The others, in the order of the config. */
  readonly gateways: readonly GatewayPlan[];
  /** Namespaces that are made for them. */
  readonly gatewayNamespaces: readonly string[];
  readonly namespaces: readonly NamespacePlan[];
  /** Whether it cannot be reached for a while: what would change in it waits, and nobody can say how it is. */
  readonly maintenance: boolean;
}

/** What a cluster with an istiod of its own gets. */
export interface PrimaryPlan extends MemberPlan, ControlPlanesPlan {
  readonly role: "primary";
  /** What its istiod signs with; undefined if somebody else sees to that. */
  readonly intermediate: IntermediatePlan | undefined;
  /** Name that its istiod's certificate carries beside Istio's own. */
  readonly customHost: string | undefined;
  /** What Istio's config has to let through its gateway and those of its remotes, which read the same config. */
  readonly exposes: readonly Exposure[];
  readonly watches: readonly WatchPlan[];
  /** What its control plane gets besides: the mesh's tuning and its own; nothing in it contradicts the rest of the plan. */
  readonly tuning: ControlPlaneOverlay;
}

/** What a cluster that is served by another's istiod gets. */
export interface RemotePlan extends MemberPlan, RemoteControlPlanesPlan {
  readonly role: "remote";
  readonly primary: string;
  /** How its primary's istiod is reached. */
  readonly controlPlaneAccess: ControlPlaneAccess;
}

/** What one cluster gets. Nothing is left to decide. */
export type ClusterPlan = PrimaryPlan | RemotePlan;

/** What a whole mesh gets. */
export interface MeshPlan {
  readonly mesh: MeshSettings;
  readonly topology: Topology;
  readonly authority: AuthorityPlan;
  readonly primaries: readonly PrimaryPlan[];
  readonly remotes: readonly RemotePlan[];
}

/**
 * Turns a checked config into the plan of every cluster.
 * @param files that overlays name; without them the plan's tuning lacks what they hold
 */
export function planMesh(config: StackConfig, files: OverlayFiles = new Map()): MeshPlan {
  const { id, version, hub, trustDomain, readyTimeoutSeconds } = config.mesh;
  const installer = config.mesh.installer ?? defaultInstaller(version);
  const authority = planAuthority(config.certificates, id);
  const { multiRoot, inForce: root } = authority;
  const mesh: MeshSettings = {
    id,
    version,
    installer,
    hub,
    pullSecrets: config.mesh.pullSecrets.map((one) => one.name),
    trustDomain,
    readyTimeoutSeconds,
    multiRoot,
    root,
  };
  const installed = { ...config, mesh: { ...config.mesh, installer } };
  const topology = resolveTopology(config.clusters);
  const configs = new Map(config.clusters.map((one) => [one.name, one] as const));
  const accessTo = (primary: string): ControlPlaneAccess =>
    configs.get(primary)?.controlPlaneAddress ?? "webhookOn443";

  const tuningOf = (primary: string) =>
    planTuning(config.tuning, configs.get(primary)?.tuning, files);

  const member = (
    cluster: ClusterTopology,
    { revision, version: injected }: Pick<ControlPlanePlan, "revision" | "version">,
  ): MemberPlan => {
    const { name, network, primary } = cluster;
    const gateways = planGateways(config.gateways, name);
    return {
      name,
      network,
      mesh,
      injector: { revision, version: injected, tuning: proxyMark(tuningOf(primary)) },
      eastWestGateway: planEastWestGateway(config.eastWestGateway, cluster, accessTo(name)),
      gateways,
      gatewayNamespaces: namespacesOf(gateways),
      namespaces: planNamespaces(config.namespaces, name),
      maintenance: configs.get(name)?.maintenance ?? false,
    };
  };
  const primary = (cluster: ClusterTopology): PrimaryPlan => {
    const serves = cluster.remotes.length > 0;
    const access = accessTo(cluster.name);
    const readers = topology.clusters.filter((one) => one.primary === cluster.name);
    const exposures: readonly Exposure[] = ["services", "istiod"];
    const controlPlanes = planControlPlanes(installed, cluster.name, serves);
    return {
      ...member(cluster, controlPlanes.inForce),
      role: "primary",
      intermediate: planIntermediate(
        config.certificates,
        authority,
        configs.get(cluster.name)?.intermediate,
      ),
      ...controlPlanes,
      customHost: serves && typeof access === "object" ? access.host : undefined,
      exposes: exposures.filter((one) => readers.some(({ gateway }) => gateway.includes(one))),
      watches: cluster.peers.map((peer) => planWatch(peer, cluster, configs.get(peer))),
      tuning: tuningOf(cluster.name),
    };
  };
  const remote = (cluster: ClusterTopology): RemotePlan => {
    const ofPrimary = planControlPlanes(installed, cluster.primary, true);
    const controlPlanes = planRemoteControlPlanes(installed, ofPrimary);
    return {
      ...member(cluster, controlPlanes.inForce),
      role: "remote",
      primary: cluster.primary,
      controlPlaneAccess: accessTo(cluster.primary),
      ...controlPlanes,
    };
  };
  const having = (role: Role) => topology.clusters.filter((one) => one.role === role);
  return {
    mesh,
    topology,
    authority,
    primaries: having("primary").map(primary),
    remotes: having("remote").map(remote),
  };
}

/** Where a primary finds a peer's API server: what is said for that pair, else for the peer, else nothing. */
function planWatch(
  peer: string,
  primary: ClusterTopology,
  config: ClusterConfig | undefined,
): WatchPlan {
  const { apiServer } = config ?? {};
  const pair = apiServer?.peers[primary.name];
  return {
    cluster: peer,
    serves: primary.remotes.includes(peer),
    server: pair?.server ?? apiServer?.server,
    caData: pair?.caData ?? apiServer?.caData,
  };
}
