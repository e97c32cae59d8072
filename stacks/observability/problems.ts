import type { ConfigProblem } from "../config-error";
import { checkedMinor } from "../tuning/check-spec";
import { versionNumber } from "../versions/version-number";
import {
  type CheckedTelemetry,
  providerProblems,
  type TelemetryContext,
  telemetryProblems,
} from "./telemetry/problems";
import { logsProblems } from "./logs/problems";
import type { OverlaidList } from "./telemetry/overlaid";
import type { KnownProviders } from "./telemetry/providers";
import { providersSchema, telemetrySchema } from "./telemetry/schema";
import { tracesProviderName } from "./traces/plan";
import { tracesProblems } from "./traces/problems";
import { tracesSchema } from "./traces/schema";

/** What the key `observability` is checked against. */
export interface ObservabilityContext extends Pick<TelemetryContext, "clusters" | "names"> {
  /** The key's value, as given. */
  readonly raw: unknown;
  /** Of Istio; undefined if the config has none that can be served. */
  readonly version: string | undefined;
  /** Providers that overlays define, with where the first of them does. */
  readonly overlaid: { readonly path: string; readonly providers: KnownProviders } | undefined;
  /** The whole config, as given, by key without the prefix. */
  readonly stack: Readonly<Record<string, unknown>>;
  /** What overlays put in place of meshConfig.serviceSettings. */
  readonly overlaidSettings: readonly OverlaidList[];
  readonly prefix: string;
}

/** All that the schema cannot say of what is seen of a mesh; what is not well-formed is left to the schema. */
export function observabilityProblems(context: ObservabilityContext): ConfigProblem[] {
  const { raw, clusters, names, version, overlaid } = context;
  const path = `${context.prefix}observability`;
  const given = (raw ?? {}) as {
    readonly providers?: unknown;
    readonly telemetry?: unknown;
    readonly traces?: unknown;
    readonly logs?: unknown;
  };
  const providers = providersSchema.safeParse(given.providers ?? {}).data ?? {};
  const list = Array.isArray(given.telemetry) ? (given.telemetry as unknown[]) : [];
  const checked = list.flatMap((one, at): CheckedTelemetry[] => {
    const { data } = telemetrySchema.safeParse(one);
    return data ? [{ path: `${path}.telemetry[${at}]`, telemetry: data }] : [];
  });
  const traces = tracesSchema.safeParse(given.traces).data;
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
    ...telemetryProblems(checked, telemetry),
    ...(traces
      ? tracesProblems(traces, {
          raw: given.traces,
          ...telemetry,
          own: checked,
          stack: context.stack,
          overlaidSettings: context.overlaidSettings,
        })
      : []),
    ...logsProblems(given.logs, { clusters, names }, `${path}.logs`),
    ...(overlaid && (traces !== undefined || Object.keys(providers).length > 0)
      ? [
          {
            path: overlaid.path,
            message: `would replace those of observability, for lists replace; move them to ${path}.providers`,
          },
        ]
      : []),
  ];
}
