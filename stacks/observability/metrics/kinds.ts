import type { NeededKind } from "../needs";
import type { MetricsConfig } from "./schema";

/** Version of all that the section makes of the Prometheus Operator's. */
export const monitoringVersion = "monitoring.coreos.com/v1";

/** The kinds that metrics need on a cluster on which they are on. @param path of the section */
export function metricsKinds({ by, rules }: MetricsConfig, path: string): NeededKind[] {
  if (by !== "operator") {
    return [];
  }
  const kinds = [
    "ServiceMonitor",
    "PodMonitor",
    ...(rules.alerts || rules.recording ? ["PrometheusRule"] : []),
  ];
  return kinds.map((kind) => ({
    path: `${path}.by`,
    apiVersion: monitoringVersion,
    kind,
    broughtBy: "the Prometheus Operator (https://prometheus-operator.dev)",
  }));
}
