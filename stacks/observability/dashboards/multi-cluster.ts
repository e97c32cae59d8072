import { expiryTable } from "./certificates";
import type { Dashboard, Panel } from "./model";
import { ofCluster, ofIstiods, quantile, rate, share, sum } from "./promql";
import {
  durations,
  errorThresholds,
  requestPanels,
  requests,
  serverErrors,
  tcpPanels,
} from "./requests";
import { uids } from "./uids";
import { clusterVariable } from "./variables";
import { versionPanels } from "./versions";

const ends = ["source_cluster", "destination_cluster"] as const;
const legend = "{{source_cluster}} → {{destination_cluster}}";
/** As servers' proxies tell: they know both ends, also of what came through gateways. */
const arrived = `${ofCluster}, reporter="destination", source_cluster!="unknown", destination_cluster!="unknown"`;

/** Those of a vector's series whose two ends differ, for which PromQL has no words. */
function crossing(vector: (by: readonly string[]) => string): string {
  const own = `label_replace(${vector([ends[0]])}, "${ends[1]}", "$1", "${ends[0]}", "(.*)")`;
  return `${vector(ends)} unless on (${ends.join(", ")}) ${own}`;
}

const between: readonly Panel[] = [
  {
    kind: "timeseries",
    title: "Requests",
    description: "Requests per second that one cluster's workloads ask of another's.",
    unit: "reqps",
    queries: [{ expr: crossing((by) => sum(rate(requests, arrived), by)), legend }],
  },
  {
    kind: "timeseries",
    title: "Errors",
    description: "Share of them that were answered with a 5xx status.",
    unit: "percentunit",
    thresholds: errorThresholds,
    queries: [{ expr: crossing((by) => share(requests, arrived, serverErrors, by)), legend }],
  },
  {
    kind: "timeseries",
    title: "Duration, p99",
    description: "As the server's proxy sees it: without the way between the clusters.",
    unit: "ms",
    queries: [{ expr: crossing((by) => quantile(0.99, durations, arrived, by)), legend }],
  },
  {
    kind: "table",
    title: "From cluster to cluster",
    description: "All pairs, each cluster with itself included.",
    unit: "short",
    width: 24,
    columns: { source_cluster: "From", destination_cluster: "To" },
    queries: [
      { expr: sum(rate(requests, arrived), ends), legend: "Requests", unit: "reqps" },
      { expr: share(requests, arrived, serverErrors, ends), legend: "Errors", unit: "percentunit" },
      { expr: quantile(0.99, durations, arrived, ends), legend: "p99", unit: "ms" },
      {
        expr: sum(rate("istio_tcp_sent_bytes_total", arrived), ends),
        legend: "TCP sent",
        unit: "Bps",
      },
      {
        expr: sum(rate("istio_tcp_received_bytes_total", arrived), ends),
        legend: "TCP received",
        unit: "Bps",
      },
    ],
  },
];

const remoteClusters = `istiod_managed_clusters{${ofCluster}, cluster_type="remote"}`;

const sync: readonly Panel[] = [
  {
    kind: "stat",
    title: "Watched clusters",
    description:
      "Other clusters that each cluster's istiods have a remote secret for. Fewer than the mesh has besides: a secret is missing.",
    unit: "short",
    width: 8,
    queries: [{ expr: `min by (cluster) (${remoteClusters})`, legend: "{{cluster}}" }],
  },
  {
    kind: "timeseries",
    title: "Sync timeouts",
    description:
      "Remote clusters whose objects istiod did not get in time: it serves without their endpoints until it has them.",
    unit: "ops",
    queries: [
      {
        expr: ofIstiods(rate("remote_cluster_sync_timeouts_total", ofCluster), "cluster"),
        legend: "{{cluster}}",
      },
    ],
  },
  {
    kind: "timeseries",
    title: "Proxies",
    description: "Proxies at each cluster's istiods, those of its remotes included.",
    unit: "short",
    queries: [{ expr: ofIstiods(`pilot_xds{${ofCluster}}`, "cluster"), legend: "{{cluster}}" }],
  },
];

/** Clusters side by side: what goes between them, and whether they know each other. */
export function multiClusterDashboard(gateways: readonly string[]): Dashboard {
  const pattern = [...gateways, ".*gateway.*"].join("|");
  const gateway = `${ofCluster}, reporter="source", source_workload=~"$gateway"`;
  const split = {
    by: ["cluster", "source_workload"],
    legend: "{{cluster}} {{source_workload}}",
    title: "by gateway",
  };
  return {
    uid: uids.multiCluster,
    title: "Istio multi-cluster",
    description: "Traffic between clusters, their gateways, and whether their istiods agree.",
    variables: [
      clusterVariable,
      {
        name: "gateway",
        label: "Gateway",
        values: {
          metric: `{__name__=~"istio_requests_total|istio_tcp_connections_opened_total", ${ofCluster}, reporter="source", source_workload=~"${pattern}"}`,
          label: "source_workload",
        },
        all: pattern,
      },
    ],
    rows: [
      { title: "Between clusters", panels: between },
      {
        title: "Gateways",
        panels: [...requestPanels(gateway, split), ...tcpPanels(gateway, split)],
      },
      {
        title: "Control planes",
        panels: [...sync, { ...expiryTable, width: 24, title: "Certificates: time left" }],
      },
      { title: "Versions", panels: versionPanels },
    ],
  };
}
