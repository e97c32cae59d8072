import type { NeededKind } from "../needs";
import { type LogsPlan, planLogs } from "./plan";
import type { LogsConfig } from "./schema";

/** What each way takes: a version of a group, and what brings it. */
const brought = {
  bkLog: {
    apiVersion: "bk.tencent.com/v1alpha1",
    broughtBy: "BlueKing's bk-log-sidecar (https://github.com/TencentBlueKing/bkmonitor-datalink)",
  },
  openTelemetry: {
    apiVersion: "opentelemetry.io/v1beta1",
    broughtBy:
      "the OpenTelemetry Operator (0.99 or later, https://github.com/open-telemetry/opentelemetry-operator)",
  },
  fluentBit: {
    apiVersion: "fluentbit.fluent.io/v1alpha2",
    broughtBy: "the Fluent Operator (2.8 or later, https://github.com/fluent/fluent-operator)",
  },
} as const satisfies Readonly<
  Record<LogsConfig["by"], Pick<NeededKind, "apiVersion" | "broughtBy">>
>;

/** The kinds that the collection of logs needs on a cluster. @param path of the key: `istio-mesh:observability` */
export function logsNeeds(
  logs: LogsConfig | undefined,
  cluster: string,
  path: string,
): NeededKind[] {
  const plan = planLogs(logs, cluster);
  return plan === undefined
    ? []
    : kindsOf(plan).map((kind) => ({ path: `${path}.logs.by`, kind, ...brought[plan.by] }));
}

function kindsOf(plan: LogsPlan): readonly string[] {
  switch (plan.by) {
    case "bkLog":
      return ["BkLogConfig"];
    case "openTelemetry":
      return ["OpenTelemetryCollector"];
    case "fluentBit":
      return [
        "ClusterInput",
        "ClusterFilter",
        // Without a backend, an output is the user's.
        ...(plan.elasticsearch ? ["ClusterOutput"] : []),
      ];
  }
}
