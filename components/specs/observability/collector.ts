import type { BackendConfig } from "../../../stacks/observability/backend";
import { otlpPorts } from "../../../stacks/observability/traces/plan";
import type { JsonObject } from "../../../stacks/tuning/json";
import { buildExporter, type Signal } from "./exporter";

/** Where it says that it is well, and where its own metrics are. */
export const healthPort = 13133;
export const metricsPort = 8888;

/** What a collector is configured by. */
export interface CollectorSettings {
  /** Istio's name of the cluster, which all gets that it collects. */
  readonly cluster: string;
  readonly backend: BackendConfig;
}

/**
 * The config of a collector that takes spans by OTLP. Addresses without a host are all of IPv4 and IPv6.
 * Source: https://opentelemetry.io/docs/collector/configuration/
 */
export function buildCollectorConfig(settings: CollectorSettings): JsonObject {
  const receiver = {
    protocols: {
      grpc: { endpoint: `:${otlpPorts.grpc}` },
      http: { endpoint: `:${otlpPorts.http}` },
    },
  };
  const { service, ...built } = buildPipeline("traces", { otlp: receiver }, settings);
  return {
    ...built,
    extensions: { health_check: { endpoint: `:${healthPort}` } },
    service: { extensions: ["health_check"], ...service },
  };
}

/**
 * The config of a collector that says of what it receives which cluster it is from, and sends it on. It names secrets by
 * environment variables, those of `buildExporter(backend, signal).variables`.
 * @param receivers by their names, each with its config
 */
export function buildPipeline(
  signal: Signal,
  receivers: Readonly<Record<string, JsonObject>>,
  { cluster, backend }: CollectorSettings,
) {
  const exporter = buildExporter(backend, signal);
  return {
    receivers,
    processors: { memory_limiter: memoryLimiter, resource: clusterResource(cluster), batch: {} },
    exporters: { [exporter.name]: exporter.config },
    service: {
      telemetry,
      pipelines: {
        [signal]: {
          receivers: Object.keys(receivers),
          processors: ["memory_limiter", "resource", "batch"],
          exporters: [exporter.name],
        },
      },
    },
  };
}

/**
 * Refuses data before the pod's limit ends it, so that who sends tries again.
 * Source: https://github.com/open-telemetry/opentelemetry-collector/tree/v0.112.0/processor/memorylimiterprocessor
 */
const memoryLimiter = {
  check_interval: "1s",
  limit_percentage: 80,
  spike_limit_percentage: 20,
} as const;

/** Istio's name of the cluster, whatever the sender says: https://opentelemetry.io/docs/specs/semconv/resource/k8s/#cluster */
function clusterResource(cluster: string) {
  return { attributes: [{ key: "k8s.cluster.name", value: cluster, action: "upsert" }] };
}

/** Of itself; by default a collector shows its metrics to its own pod alone. Names of metrics are those of the default. */
const telemetry = {
  metrics: {
    readers: [
      {
        pull: {
          exporter: {
            prometheus: {
              host: "0.0.0.0",
              port: metricsPort,
              without_scope_info: true,
              without_type_suffix: true,
              without_units: true,
            },
          },
        },
      },
    ],
  },
} as const;
