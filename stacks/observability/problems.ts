import type { ConfigProblem } from "../config-error";
import { checkedMinor } from "../tuning/check-spec";
import { versionNumber } from "../versions/version-number";
import { dashboardsProblems } from "./dashboards/problems";
import { kialiProblems } from "./kiali/problems";
import { metricsProblems } from "./metrics/problems";
import {
  type CheckedTelemetry,
  providerProblems,
  type TelemetryContext,
  telemetryProblems,
} from "./telemetry/problems";
import type { KnownProviders } from "./telemetry/providers";
import { providersSchema, telemetrySchema } from "./telemetry/schema";

/** What the key `observability` is checked against. */
export interface ObservabilityContext extends Pick<TelemetryContext, "clusters" | "names"> {
  /** The key's value, as given. */
  readonly raw: unknown;
  /** Of Istio; undefined if the config has none that can be served. */
  readonly version: string | undefined;
  /** Providers that overlays define, with where the first of them does. */
  readonly overlaid: { readonly path: string; readonly providers: KnownProviders } | undefined;
  /** Namespaces of the config's gateways. */
  readonly gatewayNamespaces: readonly string[];
  readonly prefix: string;
}

/** All that the schema cannot say of what is seen of a mesh; what is not well-formed is left to the schema. */
export function observabilityProblems(context: ObservabilityContext): ConfigProblem[] {
  const { raw, clusters, names, version, overlaid, gatewayNamespaces } = context;
  const path = `${context.prefix}observability`;
  const given = (raw ?? {}) as Readonly<
    Partial<Record<"providers" | "telemetry" | "dashboards" | "metrics", unknown>>
  >;
  const providers = providersSchema.safeParse(given.providers ?? {}).data ?? {};
  const list = Array.isArray(given.telemetry) ? (given.telemetry as unknown[]) : [];
  const checked = list.flatMap((one, at): CheckedTelemetry[] => {
    const { data } = telemetrySchema.safeParse(one);
    return data ? [{ path: `${path}.telemetry[${at}]`, telemetry: data }] : [];
  });
  const telemetry: TelemetryContext = {
    clusters,
    names,
    providers,
    others: overlaid?.providers ?? {},
    isNewer: (versionNumber(version ?? "")?.minor ?? 0) > checkedMinor,
    path,
  };
  return [
    ...providerProblems(telemetry),
    ...telemetryProblems(checked, telemetry),
    ...metricsProblems({ raw: given.metrics, names, gatewayNamespaces, path: `${path}.metrics` }),
    ...(overlaid && Object.keys(providers).length > 0
      ? [
          {
            path: overlaid.path,
            message: `would replace those of ${path}.providers, for lists replace; move them there`,
          },
        ]
      : []),
    ...dashboardsProblems(given.dashboards, names, `${path}.dashboards`),
    ...kialiProblems(raw, names, path),
  ];
}
