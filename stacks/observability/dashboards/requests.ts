import type { Panel, Threshold } from "./model";
import { type Labels, quantile, rate, share, sum } from "./promql";

/** Istio's standard metrics: https://istio.io/latest/docs/reference/config/metrics/ */
export const requests = "istio_requests_total";
export const durations = "istio_request_duration_milliseconds";
export const serverErrors = 'response_code=~"5.."';

/** What counts as many errors: a share from which somebody should look, and one from which somebody should run. */
export const errorThresholds: readonly ["green", ...Threshold[]] = [
  "green",
  { from: 0.01, color: "orange" },
  { from: 0.05, color: "red" },
];

/** How lines are told apart. */
export interface Split {
  /** None for one line. */
  readonly by: Labels;
  readonly legend: string;
  /** For titles: `by cluster`, or nothing. */
  readonly title: string;
}

export const whole: Split = { by: [], legend: "all", title: "" };

/** By the workload that asks, of each cluster. */
export const byClient: Split = {
  by: ["source_cluster", "source_workload_namespace", "source_workload"],
  legend: "{{source_cluster}} {{source_workload_namespace}}/{{source_workload}}",
  title: "by client",
};

/** Rate, errors and duration of the requests that a filter leaves, a graph each. */
export function requestPanels(filter: string, { by, legend, title }: Split = whole): Panel[] {
  const titled = (text: string) => (title === "" ? text : `${text} ${title}`);
  const percentiles = by.length === 0 ? [0.5, 0.95, 0.99] : [0.99];
  return [
    {
      kind: "timeseries",
      title: titled("Requests"),
      description: "HTTP and gRPC requests per second.",
      unit: "reqps",
      queries: [{ expr: sum(rate(requests, filter), by), legend }],
    },
    {
      kind: "timeseries",
      title: titled("Errors"),
      description: "Share of requests that were answered with a 5xx status.",
      unit: "percentunit",
      thresholds: errorThresholds,
      queries: [{ expr: share(requests, filter, serverErrors, by), legend }],
    },
    {
      kind: "timeseries",
      title: titled(percentiles.length > 1 ? "Duration" : "Duration, p99"),
      description:
        "How long requests take, as the proxy sees it: from its first byte to the answer's last.",
      unit: "ms",
      queries: percentiles.map((one) => ({
        expr: quantile(one, durations, filter, by),
        legend: percentiles.length > 1 ? `p${Math.round(one * 100)}` : legend,
      })),
    },
  ];
}

/** The same as figures. @param answered the filter for what servers' proxies tell */
export function requestStats(filter: string, answered = filter): Panel[] {
  return [
    {
      kind: "stat",
      title: "Requests",
      description: "HTTP and gRPC requests per second.",
      unit: "reqps",
      queries: [{ expr: sum(rate(requests, filter)), legend: "" }],
    },
    {
      kind: "stat",
      title: "Errors",
      description: "Share of requests that were answered with a 5xx status.",
      unit: "percentunit",
      thresholds: errorThresholds,
      queries: [{ expr: share(requests, filter, serverErrors), legend: "" }],
    },
    ...[0.5, 0.95, 0.99].map((one): Panel => ({
      kind: "stat",
      title: `Duration, p${Math.round(one * 100)}`,
      description: `${Math.round(one * 100)} of 100 requests take no longer.`,
      unit: "ms",
      queries: [{ expr: quantile(one, durations, filter), legend: "" }],
    })),
    {
      kind: "stat",
      title: "Mutual TLS",
      description:
        "Share of requests that came by mutual TLS. Servers' proxies tell; clients' do not know.",
      unit: "percentunit",
      thresholds: ["red", { from: 0.9, color: "orange" }, { from: 1, color: "green" }],
      queries: [
        {
          expr: share(requests, answered, 'connection_security_policy="mutual_tls"'),
          legend: "",
        },
      ],
    },
  ];
}

/** Bytes of TCP connections, as one graph. @param filter that leaves the connections */
export function tcpPanels(filter: string, { by, legend, title }: Split): Panel[] {
  const suffix = title === "" ? "" : ` ${title}`;
  return [
    {
      kind: "timeseries",
      title: `TCP bytes${suffix}`,
      description: "Bytes per second of TCP connections: received from the client, sent to it.",
      unit: "Bps",
      width: 12,
      queries: [
        {
          expr: sum(rate("istio_tcp_received_bytes_total", filter), by),
          legend: `${legend} received`,
        },
        { expr: sum(rate("istio_tcp_sent_bytes_total", filter), by), legend: `${legend} sent` },
      ],
    },
    {
      kind: "timeseries",
      title: `TCP connections opened${suffix}`,
      description: "Connections per second.",
      unit: "cps",
      width: 12,
      queries: [{ expr: sum(rate("istio_tcp_connections_opened_total", filter), by), legend }],
    },
  ];
}
