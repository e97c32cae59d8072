import type { NeededKind } from "../needs";
import { planLogs } from "./plan";
import type { LogsConfig } from "./schema";

/** The kinds of each way, with what brings them. */
const kinds = {
  bkLog: {
    apiVersion: "bk.tencent.com/v1alpha1",
    kinds: ["BkLogConfig"],
    broughtBy: "BlueKing's log collector (bklog-collector)",
  },
  openTelemetry: {
    apiVersion: "opentelemetry.io/v1beta1",
    kinds: ["OpenTelemetryCollector"],
    broughtBy:
      "the OpenTelemetry Operator (https://github.com/open-telemetry/opentelemetry-operator)",
  },
  fluentBit: {
    apiVersion: "fluentbit.fluent.io/v1alpha2",
    kinds: ["ClusterInput", "ClusterFilter", "ClusterOutput"],
    broughtBy: "the Fluent Operator (https://github.com/fluent/fluent-operator)",
  },
} as const satisfies Readonly<
  Record<
    LogsConfig["by"],
    Pick<NeededKind, "apiVersion" | "broughtBy"> & { readonly kinds: readonly string[] }
  >
>;

/** What the collection of logs needs on a cluster. @param prefix the project's prefix in paths, such as `istio-mesh:` */
export function logsNeeds(
  logs: LogsConfig | undefined,
  cluster: string,
  prefix: string,
): NeededKind[] {
  const plan = planLogs(logs, cluster);
  if (plan === undefined) {
    return [];
  }
  const { kinds: names, ...rest } = kinds[plan.by];
  return names.map((kind) => ({ path: `${prefix}observability.logs.by`, kind, ...rest }));
}
