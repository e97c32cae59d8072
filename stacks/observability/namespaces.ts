import { isOn } from "../is-on";
import { istioNamespace } from "../istio-names";
import type { MadeNamespace } from "../namespaces/live";
import { namespaceForMetrics } from "./metrics/namespace";
import type { ObservabilityConfig } from "./schema";
import { namespaceForTraces } from "./traces/namespace";

/** The namespaces that sections have made on a cluster, for each. @param path of the key: `istio-mesh:observability` */
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

/** The namespaces that sections name on a cluster, Istio's own left out, where they make none: they have to be there. */
export function namedNamespaces(
  {
    metrics,
    dashboards,
    logs,
    kiali,
  }: Pick<ObservabilityConfig, "metrics" | "dashboards" | "logs" | "kiali">,
  cluster: string,
  path: string,
): Pick<MadeNamespace, "path" | "name">[] {
  const monitors = metrics?.by === "operator" ? metrics : undefined;
  const spread = Object.entries({ metrics: monitors, dashboards, logs }).filter(
    ([, section]) => section !== undefined && isOn(cluster, section.clusters),
  );
  const named = [...spread, ...(kiali?.cluster === cluster ? [["kiali", kiali] as const] : [])];
  return named.flatMap(([key, section]) =>
    section?.namespace === undefined || section.namespace === istioNamespace
      ? []
      : [{ path: `${path}.${key}.namespace`, name: section.namespace }],
  );
}
