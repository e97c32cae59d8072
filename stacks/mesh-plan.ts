import { type AuthorityPlan, planAuthority, planIntermediate } from "./certificates/plan";
import type {
  InjectorPlan,
  MemberPlan,
  MeshSettings,
  PrimaryPlan,
  RemotePlan,
  WatchPlan,
} from "./cluster-plan";
import { gatewayOfCluster } from "./cluster-gateway";
import type { ClusterConfig, ControlPlaneAccess } from "./cluster-schema";
import { planControlPlanes, planRemoteControlPlanes } from "./control-planes/plan";
import { namespacesOf, planEastWestGateway, planGateways } from "./gateway-plan";
import { defaultInstaller } from "./istio-versions";
import { planNamespaces } from "./namespaces/plan";
import { planObservability, toldOfProviders } from "./observability/plan";
import type { StackConfig } from "./schema";
import {
  type ClusterTopology,
  type Exposure,
  resolveTopology,
  type Role,
  type Topology,
} from "./topology";
import type { OverlayFiles } from "./tuning/overlay";
import { planTuning, proxyMark } from "./tuning/plan";

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
    planTuning(
      config.tuning,
      configs.get(primary)?.tuning,
      files,
      toldOfProviders(config.observability, primary),
    );

  const member = (
    cluster: ClusterTopology,
    { revision, version: injected }: Pick<InjectorPlan, "revision" | "version">,
  ): MemberPlan => {
    const { name, network, primary, role } = cluster;
    const gateways = planGateways(config.gateways, name);
    return {
      name,
      network,
      mesh,
      injector: { revision, version: injected, tuning: proxyMark(tuningOf(primary)) },
      eastWestGateway: planEastWestGateway(
        gatewayOfCluster(config.eastWestGateway, configs.get(name)?.eastWestGateway),
        cluster,
        accessTo(name),
      ),
      gateways,
      gatewayNamespaces: namespacesOf(gateways),
      namespaces: planNamespaces(config.namespaces, name),
      observability: planObservability(config.observability, { name, role, version }),
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
