import { isOn } from "../../is-on";
import type { NeededKind } from "../needs";
import type { MetricsConfig } from "./schema";

/** Version of all that the section makes of the Prometheus Operator's. */
export const monitoringVersion = "monitoring.coreos.com/v1";

/** The kinds that metrics need on a cluster. @param path of the key: `istio-mesh:observability` */
export function metricsNeeds(
  metrics: MetricsConfig | undefined,
  cluster: string,
  path: string,
): NeededKind[] {
  if (metrics?.by !== "operator" || !isOn(cluster, metrics.clusters)) {
    return [];
  }
  const { alerts, recording } = metrics.rules;
  const kinds = [
    "ServiceMonitor",
    "PodMonitor",
    ...(alerts || recording ? ["PrometheusRule"] : []),
  ];
  return kinds.map((kind) => ({
    path: `${path}.metrics.by`,
    apiVersion: monitoringVersion,
    kind,
    broughtBy: "the Prometheus Operator (https://prometheus-operator.dev)",
  }));
}
