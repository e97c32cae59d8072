import type { ConfigProblem } from "../config-error";
import { checkedMinor } from "../tuning/check-spec";
import type { OverlayFiles } from "../tuning/overlay";
import { versionNumber } from "../versions/version-number";
import { dashboardsProblems } from "./dashboards/problems";
import { kialiProblems } from "./kiali/problems";
import { logsProblems } from "./logs/problems";
import { metricsProblems } from "./metrics/problems";
import { metricsSchema } from "./metrics/schema";
import { sectionNamespaceProblems } from "./namespace-problems";
import type { ObservabilityConfig } from "./schema";
import { overlaidLists, overlaidMeshConfigs, overlaidProviders } from "./telemetry/overlaid";
import {
  type CheckedTelemetry,
  providerProblems,
  type TelemetryContext,
  telemetryProblems,
} from "./telemetry/problems";
import { providersSchema, telemetrySchema } from "./telemetry/schema";
import { tracesProviderName } from "./traces/plan";
import { tracesProblems } from "./traces/problems";
import { tracesSchema } from "./traces/schema";

/** What the key `observability` is checked against. */
export interface ObservabilityContext extends Pick<TelemetryContext, "clusters" | "names"> {
  /** The whole config, as given, by key without the prefix. */
  readonly stack: Readonly<Record<string, unknown>>;
  /** Of Istio; undefined if the config has none that can be served. */
  readonly version: string | undefined;
  /** That overlays name; without them what the files hold is not looked at. */
  readonly files: OverlayFiles | undefined;
  readonly prefix: string;
}

/** All that the schema cannot say of what is seen of a mesh; what is not well-formed is left to the schema. */
export function observabilityProblems(context: ObservabilityContext): ConfigProblem[] {
  const { stack, clusters, names, version, files = new Map(), prefix } = context;
  const raw = stack["observability"];
  if (raw === undefined) {
    return [];
  }
  const path = `${prefix}observability`;
  const overlays = overlaidMeshConfigs(stack["tuning"], clusters, files, prefix);
  const overlaid = overlaidProviders(overlays);
  const overlaidSettings = overlaidLists(overlays, "serviceSettings");
  const given = (raw ?? {}) as Readonly<Partial<Record<keyof ObservabilityConfig, unknown>>>;
  const providers = providersSchema.safeParse(given.providers ?? {}).data ?? {};
  const metrics = metricsSchema.safeParse(given.metrics).data;
  const traces = tracesSchema.safeParse(given.traces).data;
  const own = checkedTelemetry(given.telemetry, path);
  const telemetry: TelemetryContext = {
    clusters,
    names,
    providers,
    others: {
      ...overlaid?.providers,
      ...(traces ? { [tracesProviderName]: "opentelemetry" } : {}),
    },
    isNewer: (versionNumber(version ?? "")?.minor ?? 0) > checkedMinor,
    path,
  };
  return [
    ...providerProblems(telemetry),
    ...telemetryProblems(own, telemetry),
    ...(overlaid && (traces !== undefined || Object.keys(providers).length > 0)
      ? [
          {
            path: overlaid.path,
            message: `would replace those of observability, for lists replace; move them to ${path}.providers`,
          },
        ]
      : []),
    ...metricsProblems({ raw: given.metrics, names, path: `${path}.metrics` }),
    ...dashboardsProblems(given.dashboards, names, `${path}.dashboards`),
    ...(traces
      ? tracesProblems(traces, { raw: given.traces, ...telemetry, own, overlaidSettings })
      : []),
    ...logsProblems(given.logs, { clusters, names }, `${path}.logs`),
    ...kialiProblems(raw, names, path),
    ...sectionNamespaceProblems({ metrics, traces }, { names, stack, path }),
  ];
}

function checkedTelemetry(given: unknown, path: string): CheckedTelemetry[] {
  const list = Array.isArray(given) ? (given as unknown[]) : [];
  return list.flatMap((one, at): CheckedTelemetry[] => {
    const { data } = telemetrySchema.safeParse(one);
    return data ? [{ path: `${path}.telemetry[${at}]`, telemetry: data }] : [];
  });
}
