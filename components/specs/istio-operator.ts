import { createHash } from "node:crypto";
import type { MeshSettings } from "../../stacks/mesh-plan";
import { planAnnotation } from "../names";

/** What the spec of a control plane is made from. */
export interface ControlPlaneSettings {
  readonly mesh: MeshSettings;
  readonly clusterName: string;
  readonly network: string;
}

/** The part of an IstioOperator's spec that we set: https://istio.io/v1.22/docs/reference/config/istio.operator.v1alpha1/ */
export interface IstioOperatorSpec {
  readonly profile: "minimal";
  readonly hub: string;
  readonly tag: string;
  readonly meshConfig: { readonly trustDomain: string };
  readonly components: {
    readonly pilot: { readonly k8s: { readonly podAnnotations: Readonly<Record<string, string>> } };
  };
  readonly values: {
    readonly global: {
      readonly meshID: string;
      readonly multiCluster: { readonly clusterName: string };
      readonly network: string;
    };
  };
}

/** A spec, and the mark by which its rollout is known. */
export interface ControlPlaneSpec {
  readonly spec: IstioOperatorSpec;
  /** Changes with the spec; stands in istiod's pod template once the operator has applied it. */
  readonly planHash: string;
}

/** The control plane of a primary cluster. */
export function buildControlPlaneSpec(settings: ControlPlaneSettings): ControlPlaneSpec {
  const { mesh, clusterName, network } = settings;
  const spec = (podAnnotations: Readonly<Record<string, string>>): IstioOperatorSpec => ({
    profile: "minimal",
    hub: mesh.hub,
    tag: mesh.version,
    meshConfig: { trustDomain: mesh.trustDomain },
    components: { pilot: { k8s: { podAnnotations } } },
    values: {
      global: { meshID: mesh.id, multiCluster: { clusterName }, network },
    },
  });
  const planHash = createHash("sha256")
    .update(JSON.stringify(spec({})))
    .digest("hex")
    .slice(0, 16);
  return { spec: spec({ [planAnnotation]: planHash }), planHash };
}

/**
 * Condition for `pulumi.com/waitFor` on istiod's Deployment: it has the plan's pod template, the controller has seen
 * it, and its rollout has ended well. `Available` would not do: the old pod keeps it true while a new one is stuck.
 */
export function rolledOutCondition(planHash: string): string {
  const conditions = [
    "@.type == 'Progressing'",
    "@.reason == 'NewReplicaSetAvailable'",
    "$.metadata.generation == $.status.observedGeneration",
    `$.spec.template.metadata.annotations['${planAnnotation}'] == '${planHash}'`,
  ];
  // The plugin's parser (theory/jsonpath 0.9.0) stumbles over a blank before a second "&&".
  return `jsonpath={$.status.conditions[?${conditions.join("&&")}]}`;
}
