import { isOn } from "../../is-on";
import { istioNamespace } from "../../istio-names";
import type { SectionTelemetry } from "../telemetry/sections";
import type { LogsConfig } from "./schema";

/** What collects a cluster's access logs. */
export type LogsPlan = LogsConfig;
export type LogsBy<By extends LogsConfig["by"]> = Extract<LogsConfig, { by: By }>;

/** Undefined where the stack has nothing collected. */
export function planLogs(logs: LogsConfig | undefined, cluster: string): LogsPlan | undefined {
  return logs !== undefined && isOn(cluster, logs.clusters) ? logs : undefined;
}

/**
 * What Telemetry says of logs on a primary. Istio's own provider writes to the proxy's stdout, in the format of the mesh
 * config, so that a `tuning.accessLog` with a format keeps it.
 * Source: https://istio.io/latest/docs/tasks/observability/logs/telemetry-api/
 */
export function logsTelemetry(logs: LogsConfig | undefined, cluster: string): SectionTelemetry[] {
  return planLogs(logs, cluster) === undefined
    ? []
    : [
        {
          namespace: istioNamespace,
          selector: {},
          fields: { accessLogging: [{ providers: [{ name: "envoy" }] }] },
        },
      ];
}
