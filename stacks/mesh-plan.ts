import { type AuthorityPlan, planAuthority, planIntermediate } from "./certificates/plan";
import type {
  InjectorPlan,
  MemberPlan,
  MeshSettings,
  PrimaryPlan,
  RemotePlan,
} from "./cluster-plan";
import { gatewayOfCluster } from "./cluster-gateway";
import type { ControlPlaneAccess } from "./cluster-schema";
import { planControlPlanes, planRemoteControlPlanes } from "./control-planes/plan";
import { planEastWestGateway, planGateways } from "./gateway-plan";
import { defaultInstaller } from "./istio-versions";
import { planOwnNamespaces } from "./namespaces/made";
import { planNamespaces } from "./namespaces/plan";
import { type KialiPlan, planKiali } from "./observability/kiali/plan";
import { planObservability, toldOfProviders } from "./observability/plan";
import type { StackConfig } from "./schema";
import { planSecurity } from "./security/plan";
import {
  type ClusterTopology,
  type Exposure,
  resolveTopology,
  type Role,
  type Topology,
} from "./topology";
import type { OverlayFiles } from "./tuning/overlay";
import { planTuning, proxyMark } from "./tuning/plan";
import { planWatch } from "./watch-plan";

/** What a whole mesh gets. */
export interface MeshPlan {
  readonly mesh: MeshSettings;
  readonly topology: Topology;
  readonly authority: AuthorityPlan;
  readonly primaries: readonly PrimaryPlan[];
  readonly remotes: readonly RemotePlan[];
  /** Left out where there is none. */
  readonly kiali?: KialiPlan;
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
    revisions: readonly string[],
  ): MemberPlan => {
    const { name, network, primary, role } = cluster;
    const gateways = planGateways(config.gateways, name);
    const eastWestGateway = planEastWestGateway(
      gatewayOfCluster(config.eastWestGateway, configs.get(name)?.eastWestGateway),
      cluster,
      accessTo(name),
    );
    return {
      name,
      network,
      mesh,
      injector: { revision, version: injected, tuning: proxyMark(tuningOf(primary)) },
      eastWestGateway,
      gateways,
      ownNamespaces: planOwnNamespaces(config, name),
      namespaces: planNamespaces(config.namespaces, name),
      observability: planObservability(config.observability, {
        name,
        role,
        version,
        revisions,
        watched: cluster.peers,
        gateways: [...(eastWestGateway ? [eastWestGateway] : []), ...gateways],
        meshGateways: config.gateways.map((one) => one.name),
      }),
      maintenance: configs.get(name)?.maintenance ?? false,
    };
  };
  const primary = (cluster: ClusterTopology): PrimaryPlan => {
    const serves = cluster.remotes.length > 0;
    const access = accessTo(cluster.name);
    const readers = topology.clusters.filter((one) => one.primary === cluster.name);
    const exposures: readonly Exposure[] = ["services", "istiod"];
    const exposes = exposures.filter((one) => readers.some(({ gateway }) => gateway.includes(one)));
    const controlPlanes = planControlPlanes(installed, cluster.name, serves);
    return {
      ...member(
        cluster,
        controlPlanes.inForce,
        controlPlanes.controlPlanes.map((one) => one.revision),
      ),
      role: "primary",
      intermediate: planIntermediate(
        config.certificates,
        authority,
        configs.get(cluster.name)?.intermediate,
      ),
      ...controlPlanes,
      customHost: serves && typeof access === "object" ? access.host : undefined,
      exposes,
      security: planSecurity(config.security, exposes),
      watches: cluster.peers.map((peer) => planWatch(peer, cluster, configs.get(peer))),
      tuning: tuningOf(cluster.name),
    };
  };
  const remote = (cluster: ClusterTopology): RemotePlan => {
    const ofPrimary = planControlPlanes(installed, cluster.primary, true);
    const controlPlanes = planRemoteControlPlanes(installed, ofPrimary);
    return {
      ...member(cluster, controlPlanes.inForce, []),
      role: "remote",
      primary: cluster.primary,
      controlPlaneAccess: accessTo(cluster.primary),
      ...controlPlanes,
    };
  };
  const having = (role: Role) => topology.clusters.filter((one) => one.role === role);
  const primaries = having("primary").map(primary);
  const remotes = having("remote").map(remote);
  const revisions = new Map([...primaries, ...remotes].map((one) => [one.name, one.injector]));
  const kiali = planKiali(
    config.observability,
    config.clusters,
    (name) => revisions.get(name)?.revision ?? "",
  );
  return { mesh, topology, authority, primaries, remotes, ...(kiali ? { kiali } : {}) };
}
