import { isOn } from "../is-on";
import type { NamespaceConfig } from "./schema";

/** How a namespace of a cluster is injected. */
export interface NamespacePlan {
  readonly name: string;
  /** As the config has it. */
  readonly injection: string;
  /** Istio's labels for it: https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy */
  readonly labels: Readonly<Record<string, string>>;
}

/** The namespaces of a cluster, in the order of their names. */
export function planNamespaces(
  namespaces: readonly NamespaceConfig[],
  cluster: string,
): NamespacePlan[] {
  return namespaces
    .filter(({ clusters }) => isOn(cluster, clusters))
    .map(({ name, injection }) => ({ name, injection, labels: injectionLabels(injection) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function injectionLabels(injection: string): Record<string, string> {
  return injection === "enabled" || injection === "disabled"
    ? { "istio-injection": injection }
    : { "istio.io/rev": injection };
}
