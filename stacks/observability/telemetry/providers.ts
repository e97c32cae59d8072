/** What a Telemetry asks of a provider, by its field. */
export const uses = ["tracing", "metrics", "accessLogging"] as const;
export type Use = (typeof uses)[number];

/**
 * What each kind of provider is good for; istiod passes over a provider of another kind without a word.
 * Source: pilot/pkg/networking/core/v1alpha3/tracing.go, pilot/pkg/model/telemetry.go and telemetry_logging.go of
 * https://github.com/istio/istio/tree/1.22.0
 */
const goodFor = {
  zipkin: ["tracing"],
  lightstep: ["tracing"],
  datadog: ["tracing"],
  opencensus: ["tracing"],
  skywalking: ["tracing"],
  opentelemetry: ["tracing"],
  stackdriver: ["tracing", "metrics", "accessLogging"],
  prometheus: ["metrics"],
  envoyFileAccessLog: ["accessLogging"],
  envoyHttpAls: ["accessLogging"],
  envoyTcpAls: ["accessLogging"],
  envoyOtelAls: ["accessLogging"],
  envoyExtAuthzHttp: [],
  envoyExtAuthzGrpc: [],
} as const satisfies Readonly<Record<string, readonly Use[]>>;

export type ProviderKind = keyof typeof goodFor;
export const providerKinds = Object.keys(goodFor) as [ProviderKind, ...ProviderKind[]];

/** Kinds by name. */
export type KnownProviders = Readonly<Record<string, string>>;

/** Those that Istio has by itself. Source: DefaultMeshConfig of pkg/config/mesh/mesh.go */
export const ownProviders: KnownProviders = {
  prometheus: "prometheus",
  stackdriver: "stackdriver",
  envoy: "envoyFileAccessLog",
};

/** Whether a kind is good for something; one that is not known here may be. */
export function isGoodFor(kind: string, use: Use): boolean {
  const known: readonly Use[] | undefined = Object.hasOwn(goodFor, kind)
    ? goodFor[kind as ProviderKind]
    : undefined;
  return known?.includes(use) ?? true;
}
