import type { ControlPlaneAddress } from "../../stacks/control-plane-address";
import type { Installer } from "../../stacks/versions/facts";
import { planAnnotation } from "../names";

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
 * What istiod's Deployment bears. One that the operator rolls out has to be awaited by what it is to become; one of a
 * chart is awaited as it changes, by the plugin's own wait, which also tells what keeps pods from starting. That wait
 * would give way to a condition, and the condition of the plan before is still there when the next one changes it.
 */
export function rolloutAnnotations(
  planHash: string,
  installer: Installer,
): Readonly<Record<string, string>> {
  return {
    [planAnnotation]: planHash,
    ...(installer === "operator" ? { "pulumi.com/waitFor": rolledOutCondition(planHash) } : {}),
  };
}

/**
 * Condition for `pulumi.com/waitFor` on a remote's injection webhook: it calls the plan's address, and its primary's
 * istiod, which has to watch the remote for it, has written the authority by which that address is known. A chart has
 * written the address before; it must not be asked for, or the chart's next change, which the condition that it finds
 * governs as well, would wait for the address of before.
 */
export function injectableCondition(address: ControlPlaneAddress, installer: Installer): string {
  const field = "url" in address.injection ? "url" : "service.path";
  const called = `@.clientConfig.${field} == '${targetOf(address)}'`;
  return jsonPath("$.webhooks", [
    "@.clientConfig.caBundle",
    ...(installer === "operator" ? [called] : []),
    patched(injectionPlan(address, installer)),
  ]);
}

/** The mark of a remote's plan: what its webhook is to call, and who makes it, with whom the condition changes. */
export function injectionPlan(address: ControlPlaneAddress, installer: Installer): string {
  const target = targetOf(address);
  return installer === "operator" ? target : `${target} by ${installer}`;
}

function targetOf({ injection }: ControlPlaneAddress): string {
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
