import type { Variable } from "./model";
import { ofCluster } from "./promql";

/** The clusters of the mesh, by Istio's names: every dashboard's first choice. */
export const clusterVariable: Variable = {
  name: "cluster",
  label: "Cluster",
  values: { metric: '{__name__=~"istiod_uptime_seconds|istio_requests_total"}', label: "cluster" },
  all: ".*",
};

/**
 * Who tells of a request. Servers' proxies tell of each once, where it was answered; clients' also of those that never
 * arrived, and of those to the outside.
 */
export const reporterVariable: Variable = {
  name: "reporter",
  label: "Told by",
  values: ["destination", "source"],
};

/** All that has had traffic, TCP alone included. */
const traffic = (filter: string) =>
  `{__name__=~"istio_requests_total|istio_tcp_connections_opened_total", ${filter}}`;

/** One value of a label that Istio's standard metrics have. */
export function trafficVariable(
  name: string,
  label: string,
  metricLabel: string,
  filter = ofCluster,
): Variable {
  return { name, label, values: { metric: traffic(filter), label: metricLabel } };
}
