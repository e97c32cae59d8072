import type { BackendConfig } from "../../../stacks/observability/backend";
import { otlpPorts } from "../../../stacks/observability/traces/plan";
import type { JsonObject } from "../../../stacks/tuning/json";
import { buildExporter } from "./exporter";

/** Where it says that it is well, and where its own metrics are. */
export const healthPort = 13133;
export const metricsPort = 8888;

/** What a collector of traces is configured by. */
export interface CollectorSettings {
  /** Istio's name of the cluster, which spans get. */
  readonly cluster: string;
  readonly backend: BackendConfig;
}

/**
 * The config of a collector that takes spans by OTLP, says which cluster they are from, and sends them on. It names
 * secrets by environment variables, those of `buildExporter(backend, "traces").variables`. Addresses without a host are
 * all of IPv4 and IPv6.
 * Source: https://opentelemetry.io/docs/collector/configuration/
 */
export function buildCollectorConfig({ cluster, backend }: CollectorSettings): JsonObject {
  const exporter = buildExporter(backend, "traces");
  return {
    receivers: {
      otlp: {
        protocols: {
          grpc: { endpoint: `:${otlpPorts.grpc}` },
          http: { endpoint: `:${otlpPorts.http}` },
        },
      },
    },
    processors: { memory_limiter: memoryLimiter, resource: clusterResource(cluster), batch: {} },
    exporters: { [exporter.name]: exporter.config },
    extensions: { health_check: { endpoint: `:${healthPort}` } },
    service: {
      extensions: ["health_check"],
      telemetry,
      pipelines: {
        traces: {
          receivers: ["otlp"],
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
export const memoryLimiter = {
  check_interval: "1s",
  limit_percentage: 80,
  spike_limit_percentage: 20,
} as const;

/** Istio's name of the cluster, whatever the sender says: https://opentelemetry.io/docs/specs/semconv/resource/k8s/#cluster */
export function clusterResource(cluster: string) {
  return { attributes: [{ key: "k8s.cluster.name", value: cluster, action: "upsert" }] };
}

/** Of itself; by default a collector shows its metrics to its own pod alone. Names of metrics are those of the default. */
export const telemetry = {
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
