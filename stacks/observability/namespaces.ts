import type { MadeNamespace } from "../namespaces/live";
import { namespaceForMetrics } from "./metrics/namespace";
import type { ObservabilityConfig } from "./schema";
import { namespaceForTraces } from "./traces/namespace";

/** The namespaces that sections make on a cluster. @param path of the key: `istio-mesh:observability` */
export function sectionNamespaces(
  { metrics, traces }: Pick<ObservabilityConfig, "metrics" | "traces">,
  cluster: string,
  path: string,
): MadeNamespace[] {
  return [
    ...namespaceForMetrics(metrics, cluster, `${path}.metrics`),
    ...namespaceForTraces(traces, cluster, `${path}.traces`),
  ];
}
