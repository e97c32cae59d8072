import type { IntermediatePlan } from "./certificates/plan";
import type { ControlPlaneAccess } from "./cluster-schema";
import type {
  ControlPlanePlan,
  ControlPlanesPlan,
  RemoteControlPlanesPlan,
} from "./control-planes/plan";
import type { GatewayPlan } from "./gateway-plan";
import type { Installer } from "./istio-versions";
import type { OwnNamespacePlan } from "./namespaces/made";
import type { NamespacePlan } from "./namespaces/plan";
import type { ObservabilityPlan } from "./observability/plan";
import type { MeshConfig } from "./schema";
import type { SecurityObject } from "./security/plan";
import type { Exposure } from "./topology";
import type { ControlPlaneOverlay } from "./tuning/control-plane-overlay";

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

/** What every cluster gets. */
export interface MemberPlan {
  readonly name: string;
  readonly network: string;
  readonly mesh: MeshSettings;
  /** The istiod that fills in gateways' pods, and those of namespaces that ask for no other. */
  readonly injector: InjectorPlan;
  /** Undefined where it has none. */
  readonly eastWestGateway: GatewayPlan | undefined;
  /** The others, in the order of the config. */
  readonly gateways: readonly GatewayPlan[];
  /** Namespaces that are made: for gateways, and for what sees the mesh. */
  readonly ownNamespaces: readonly OwnNamespacePlan[];
  readonly namespaces: readonly NamespacePlan[];
  readonly observability: ObservabilityPlan;
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
  /** How strict its workloads and those of its remotes are; none leaves it to Istio. Each comes before the next one. */
  readonly security: readonly SecurityObject[];
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
