import type { Dashboard, Panel, Query } from "./model";
import { ofCluster, quantile, rate, share, sum } from "./promql";
import {
  durations,
  requestPanels,
  requests,
  requestStats,
  serverErrors,
  tcpPanels,
} from "./requests";
import { uids } from "./uids";
import { clusterVariable, reporterVariable } from "./variables";

const filter = `${ofCluster}, reporter="$reporter"`;
const byCluster = { by: ["cluster"], legend: "{{cluster}}", title: "by cluster" };

/** What a table of whatever has requests says of each. */
function requestColumns(by: readonly string[]): Query[] {
  return [
    { expr: sum(rate(requests, filter), by), legend: "Requests", unit: "reqps" },
    { expr: share(requests, filter, serverErrors, by), legend: "Errors", unit: "percentunit" },
    { expr: quantile(0.5, durations, filter, by), legend: "p50", unit: "ms" },
    { expr: quantile(0.95, durations, filter, by), legend: "p95", unit: "ms" },
    { expr: quantile(0.99, durations, filter, by), legend: "p99", unit: "ms" },
  ];
}

/** All services or workloads that had requests. @param label of a name; that of its namespace begins alike */
function requestTable(kind: "Service" | "Workload", label: string, dashboard: string): Panel {
  const one = kind.toLowerCase();
  const namespace = `destination_${one}_namespace`;
  return {
    kind: "table",
    title: `${kind}s`,
    description: `Every ${one} that had requests; its name leads to its dashboard.`,
    unit: "short",
    columns: { [namespace]: "Namespace", [label]: kind },
    queries: requestColumns([namespace, label]),
    opens: { column: kind, dashboard, variables: { namespace: "Namespace", [one]: kind } },
  };
}

/** The whole mesh: how it does, and which service or workload does worse. */
export const meshDashboard: Dashboard = {
  uid: uids.mesh,
  title: "Istio mesh",
  description: "Requests of the whole mesh, and its services and workloads side by side.",
  variables: [clusterVariable, reporterVariable],
  rows: [
    { title: "Now", panels: requestStats(filter, `${ofCluster}, reporter="destination"`) },
    {
      title: "Requests",
      panels: [...requestPanels(filter), ...requestPanels(filter, byCluster)],
    },
    {
      title: "Services and workloads",
      panels: [
        requestTable("Service", "destination_service_name", uids.service),
        requestTable("Workload", "destination_workload", uids.workload),
      ],
    },
    { title: "TCP", panels: tcpPanels(filter, byCluster) },
  ],
};
