import { createHash } from "node:crypto";
import type { ControlPlaneAddress } from "../../stacks/control-plane-address";
import type { PrimaryPlan, RemotePlan } from "../../stacks/mesh-plan";
import { planAnnotation, rootAnnotation } from "../names";

/** The part of an IstioOperator's spec that we set: https://istio.io/v1.22/docs/reference/config/istio.operator.v1alpha1/ */
export interface IstioOperatorSpec {
  readonly profile: "minimal" | "remote";
  readonly hub: string;
  readonly tag: string;
  readonly meshConfig?: {
    readonly trustDomain: string;
    readonly defaultConfig?: { readonly proxyMetadata: Readonly<Record<string, string>> };
  };
  readonly components?: {
    readonly pilot: { readonly k8s: { readonly podAnnotations: Readonly<Record<string, string>> } };
  };
  readonly values: {
    readonly global: {
      readonly meshID: string;
      readonly multiCluster: { readonly clusterName: string };
      readonly network: string;
      readonly externalIstiod?: true;
      readonly remotePilotAddress?: string;
    };
    readonly pilot?: { readonly env: Readonly<Record<string, string>> };
    readonly istiodRemote?: { readonly injectionPath: string } | { readonly injectionURL: string };
  };
}

/** A primary's spec, and the mark by which its rollout is known. */
export interface PrimarySpec {
  readonly spec: IstioOperatorSpec;
  /** Changes with the spec; stands in istiod's pod template once the operator has applied it. */
  readonly planHash: string;
}

/** The control plane of a primary: istiod and what it needs. */
export function buildPrimarySpec(plan: PrimaryPlan): PrimarySpec {
  const { mesh, externalIstiod, customHost } = plan;
  const env = {
    ...(externalIstiod === "environment" ? { EXTERNAL_ISTIOD: "true" } : {}),
    ...(customHost === undefined ? {} : { ISTIOD_CUSTOM_HOST: customHost }),
    ...(plan.reloadSwitch ? { AUTO_RELOAD_PLUGIN_CERTS: "true" } : {}),
    ...(mesh.multiRoot ? { ISTIO_MULTIROOT_MESH: "true" } : {}),
  };
  // By it proxies are told of another bundle while they run.
  const proxy = mesh.multiRoot
    ? { defaultConfig: { proxyMetadata: { PROXY_CONFIG_XDS_AGENT: "true" } } }
    : {};
  const root: Record<string, string> =
    mesh.root === undefined ? {} : { [rootAnnotation]: mesh.root };
  const spec = (podAnnotations: Readonly<Record<string, string>>): IstioOperatorSpec => ({
    profile: "minimal",
    hub: mesh.hub,
    tag: mesh.version,
    meshConfig: { trustDomain: mesh.trustDomain, ...proxy },
    components: { pilot: { k8s: { podAnnotations: { ...root, ...podAnnotations } } } },
    values: {
      global: {
        ...globalValues(plan),
        ...(externalIstiod === "value" ? { externalIstiod: true } : {}),
      },
      ...(Object.keys(env).length > 0 ? { pilot: { env } } : {}),
    },
  });
  const planHash = createHash("sha256")
    .update(JSON.stringify(spec({})))
    .digest("hex")
    .slice(0, 16);
  return { spec: spec({ [planAnnotation]: planHash }), planHash };
}

/**
 * A remote's part of the control plane: the webhook and the Service that lead to its primary's istiod, and the reader's
 * account, whose rights `externalIstiod` widens so that the primary's istiod can write the webhook's caBundle.
 */
export function buildRemoteSpec(plan: RemotePlan, address: ControlPlaneAddress): IstioOperatorSpec {
  const { remotePilotAddress, injection } = address;
  return {
    profile: "remote",
    hub: plan.mesh.hub,
    tag: plan.mesh.version,
    values: {
      global: { ...globalValues(plan), externalIstiod: true, remotePilotAddress },
      istiodRemote:
        "url" in injection ? { injectionURL: injection.url } : { injectionPath: injection.path },
    },
  };
}

function globalValues({ mesh, name, network }: PrimaryPlan | RemotePlan) {
  return { meshID: mesh.id, multiCluster: { clusterName: name }, network };
}

/**
 * Conditions for `pulumi.com/waitFor` on the IstioOperator: all is healthy, and what the profile is about is among it.
 * After a change of role the status is still that of the old one for a moment, and as HEALTHY.
 */
export function healthyCondition({ profile }: IstioOperatorSpec): string {
  const component = profile === "remote" ? "IstiodRemote" : "Pilot";
  return JSON.stringify([
    "jsonpath={.status.status}=HEALTHY",
    `jsonpath={.status.componentStatus.${component}.status}=HEALTHY`,
  ]);
}

/**
 * Condition for `pulumi.com/waitFor` on istiod's Deployment: it has the plan's pod template, the controller has seen
 * it, and its rollout has ended well. `Available` would not do: the old pod keeps it true while a new one is stuck.
 */
export function rolledOutCondition(planHash: string): string {
  return jsonPath("$.status.conditions", [
    "@.type == 'Progressing'",
    "@.reason == 'NewReplicaSetAvailable'",
    "$.metadata.generation == $.status.observedGeneration",
    patched(planHash),
    `$.spec.template.metadata.annotations['${planAnnotation}'] == '${planHash}'`,
  ]);
}

/**
 * Condition for `pulumi.com/waitFor` on a remote's injection webhook: it calls the plan's address, and its primary's
 * istiod, which has to watch the remote for it, has written the authority by which that address is known.
 */
export function injectableCondition(address: ControlPlaneAddress): string {
  const field = "url" in address.injection ? "url" : "service.path";
  return jsonPath("$.webhooks", [
    "@.clientConfig.caBundle",
    `@.clientConfig.${field} == '${injectionPlan(address)}'`,
    patched(injectionPlan(address)),
  ]);
}

/** What a remote's webhook is to call: the mark of its plan. */
export function injectionPlan({ injection }: ControlPlaneAddress): string {
  return "url" in injection ? injection.url : injection.path;
}

/**
 * The object has our patch. An object from before it may meet all else, and then the plugin (4.25) takes that one for the
 * result: the state would be stale, and the next `up` patch again.
 */
function patched(plan: string): string {
  return `$.metadata.annotations['${planAnnotation}'] == '${plan}'`;
}

/** A list has an element that meets all conditions. */
function jsonPath(list: string, conditions: readonly string[]): string {
  // The plugin's parser (theory/jsonpath 0.9.0) stumbles over a blank before a second "&&".
  return `jsonpath={${list}[?${conditions.join("&&")}]}`;
}
