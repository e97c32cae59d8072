import type { ControlPlaneAddress } from "../../stacks/control-plane-address";
import type { ControlPlanePlan, RemoteControlPlanePlan } from "../../stacks/control-planes/plan";
import type { PrimaryPlan, RemotePlan } from "../../stacks/cluster-plan";
import { digestOf } from "../../stacks/digest";
import { type JsonObject, mergeObjects } from "../../stacks/tuning/json";
import { planAnnotation, rootAnnotation } from "../names";

/**
 * What the topology decides of what Istio's charts are told:
 * https://github.com/istio/istio/blob/1.22.0/operator/pkg/apis/istio/v1alpha1/values_types.proto
 */
interface TopologyValues {
  readonly global: {
    readonly meshID: string;
    readonly multiCluster: { readonly clusterName: string };
    readonly network: string;
    readonly imagePullSecrets?: readonly string[];
    readonly externalIstiod?: true;
    readonly remotePilotAddress?: string;
  };
  readonly pilot?: {
    readonly env?: Readonly<Record<string, string>>;
    readonly podAnnotations: Readonly<Record<string, string>>;
  };
  readonly istiodRemote?: { readonly injectionPath: string } | { readonly injectionURL: string };
}

/** What a control plane is made from, whoever installs it. */
export interface ControlPlaneSpec {
  readonly hub: string;
  /** Istio version. */
  readonly tag: string;
  /** Istio's name of the revision; "default" for none. */
  readonly revision: string;
  /** https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/; undefined in a remote, which has its primary's. */
  readonly meshConfig?: JsonObject;
  /** What Istio's charts are told, by Helm or by the operator, which renders the same charts. */
  readonly values: JsonObject;
  /** What only the operator knows; undefined if that is nothing. */
  readonly components?: JsonObject;
}

/** A primary's spec, and the mark by which its rollout is known. */
export interface PrimarySpec {
  readonly spec: ControlPlaneSpec;
  /** Changes with the spec; stands in istiod's pod template once it has been applied. */
  readonly planHash: string;
}

/** One istiod of a primary. */
export function buildPrimarySpec(plan: PrimaryPlan, plane: ControlPlanePlan): PrimarySpec {
  const { mesh, customHost, tuning } = plan;
  const { externalIstiod, reloadSwitch, revision, version } = plane;
  const env = {
    ...(externalIstiod === "environment" ? { EXTERNAL_ISTIOD: "true" } : {}),
    ...(customHost === undefined ? {} : { ISTIOD_CUSTOM_HOST: customHost }),
    ...(reloadSwitch ? { AUTO_RELOAD_PLUGIN_CERTS: "true" } : {}),
    ...(mesh.multiRoot ? { ISTIO_MULTIROOT_MESH: "true" } : {}),
  };
  // By it proxies are told of another bundle while they run.
  const proxy = mesh.multiRoot
    ? { defaultConfig: { proxyMetadata: { PROXY_CONFIG_XDS_AGENT: "true" } } }
    : {};
  const root: Record<string, string> =
    mesh.root === undefined ? {} : { [rootAnnotation]: mesh.root };
  const spec = (podAnnotations: Readonly<Record<string, string>>): ControlPlaneSpec => {
    const values: TopologyValues = {
      global: {
        ...globalValues(plan),
        ...(externalIstiod === "value" ? { externalIstiod: true } : {}),
      },
      pilot: {
        ...(Object.keys(env).length > 0 ? { env } : {}),
        podAnnotations: { ...root, ...podAnnotations },
      },
    };
    return {
      hub: mesh.hub,
      tag: version,
      revision,
      meshConfig: mergeObjects(tuning.meshConfig, { trustDomain: mesh.trustDomain, ...proxy }),
      values: mergeObjects(tuning.values, { ...values }),
      ...(Object.keys(tuning.components).length > 0 ? { components: tuning.components } : {}),
    };
  };
  const planHash = digestOf(JSON.stringify(spec({})));
  return { spec: spec({ [planAnnotation]: planHash }), planHash };
}

/**
 * A remote's part of one of its primary's control planes: the webhook and the Service that lead to that istiod, and the
 * reader's account, whose rights `externalIstiod` widens so that the istiod can write the webhook's caBundle.
 */
export function buildRemoteSpec(
  plan: RemotePlan,
  { revision, version }: Pick<RemoteControlPlanePlan, "revision" | "version">,
  address: ControlPlaneAddress,
): ControlPlaneSpec {
  const { remotePilotAddress, injection } = address;
  const values: TopologyValues = {
    global: { ...globalValues(plan), externalIstiod: true, remotePilotAddress },
    istiodRemote:
      "url" in injection ? { injectionURL: injection.url } : { injectionPath: injection.path },
  };
  return {
    hub: plan.mesh.hub,
    tag: version,
    revision,
    values: { ...values },
  };
}

function globalValues({ mesh, name, network }: PrimaryPlan | RemotePlan) {
  return {
    meshID: mesh.id,
    multiCluster: { clusterName: name },
    network,
    ...(mesh.pullSecrets.length > 0 ? { imagePullSecrets: mesh.pullSecrets } : {}),
  };
}
