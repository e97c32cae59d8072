import { isOn } from "../../is-on";
import { madeForObservability } from "../../namespaces/annotations";
import type { MadeNamespace } from "../../namespaces/live";
import type { MetricsConfig } from "./schema";

/** Where the chart goes unless the config says otherwise. */
export const defaultChartNamespace = "istio-monitoring";

/** The namespace that is made for a cluster's metrics, if one is. @param path of the section */
export function namespaceForMetrics(
  metrics: MetricsConfig | undefined,
  cluster: string,
  path: string,
): MadeNamespace[] {
  return metrics?.by === "chart" && isOn(cluster, metrics.clusters)
    ? [
        {
          path: `${path}.namespace`,
          name: metrics.namespace ?? defaultChartNamespace,
          madeFor: madeForObservability,
          goesWith: "its Prometheus",
        },
      ]
    : [];
}
