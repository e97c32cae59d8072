import type { JsonObject } from "../../stacks/tuning/json";
import type { ControlPlaneSpec } from "./istio-values";

/** The part of an IstioOperator's spec that we set: https://istio.io/v1.22/docs/reference/config/istio.operator.v1alpha1/ */
export interface IstioOperatorSpec {
  readonly profile: "minimal" | "remote";
  readonly hub: string;
  readonly tag: string;
  readonly meshConfig?: JsonObject;
  readonly components?: JsonObject;
  readonly values: JsonObject;
}

/** The spec as the operator takes it. It is told of no revision: only Helm installs these. */
export function buildOperatorSpec(
  profile: IstioOperatorSpec["profile"],
  { hub, tag, meshConfig, components, values }: ControlPlaneSpec,
): IstioOperatorSpec {
  return {
    profile,
    hub,
    tag,
    ...(meshConfig ? { meshConfig } : {}),
    ...(components ? { components } : {}),
    values,
  };
}

/**
 * Conditions for `pulumi.com/waitFor` on the IstioOperator: all is healthy, and what the profile is about is among it.
 * After a change of role the status is still that of the old one for a moment, and as HEALTHY.
 */
export function healthyCondition(profile: IstioOperatorSpec["profile"]): string {
  const component = profile === "remote" ? "IstiodRemote" : "Pilot";
  return JSON.stringify([
    "jsonpath={.status.status}=HEALTHY",
    `jsonpath={.status.componentStatus.${component}.status}=HEALTHY`,
  ]);
}
