import { fieldsAt, textAt } from "../values";
import type { Resource } from "./resource";

/**
 * Whether a Deployment's pods are gateways, whose proxy the injector fills in.
 * Source: https://istio.io/latest/docs/setup/additional-setup/gateway/
 */
export function isGatewayDeployment({ props }: Resource): boolean {
  const templates = textAt(
    props,
    "spec",
    "template",
    "metadata",
    "annotations",
    "inject.istio.io/templates",
  );
  return templates?.split(",").includes("gateway") ?? false;
}

export function podLabelsOf({ props }: Resource): Readonly<Record<string, unknown>> {
  return fieldsAt(props, "spec", "template", "metadata", "labels");
}

/** Whether pods with these labels are among those that a selector's `matchLabels` mean. */
export function selects(
  matchLabels: Readonly<Record<string, unknown>>,
  labels: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(matchLabels).every(([label, value]) => labels[label] === value);
}
