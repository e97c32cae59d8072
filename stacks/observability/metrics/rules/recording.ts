import { of, type RecordingRule } from "./rule";

/** Istio's standard metrics: https://istio.io/latest/docs/reference/config/metrics/ */
const histograms = [
  "istio_request_duration_milliseconds",
  "istio_request_bytes",
  "istio_response_bytes",
];
const metrics = [
  "istio_requests_total",
  ...histograms.flatMap((one) => [`${one}_count`, `${one}_sum`, `${one}_bucket`]),
  "istio_tcp_sent_bytes_total",
  "istio_tcp_received_bytes_total",
  "istio_tcp_connections_opened_total",
  "istio_tcp_connections_closed_total",
];

/**
 * Sums over the pods of each workload, which are far fewer series: what another Prometheus takes from this one.
 * Source: https://istio.io/latest/docs/ops/best-practices/observability/#workload-level-aggregation-via-recording-rules
 */
export function recordingRules(cluster: string): RecordingRule[] {
  return metrics.map((metric) => ({
    record: `workload:${metric}`,
    expr: `sum without (instance, pod) (${metric}${of("proxies", cluster)})`,
  }));
}
