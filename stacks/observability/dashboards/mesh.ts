import type { Dashboard, Query } from "./model";
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
        {
          kind: "table",
          title: "Services",
          description: "Every service that had requests; its name leads to its dashboard.",
          unit: "short",
          columns: {
            destination_service_namespace: "Namespace",
            destination_service_name: "Service",
          },
          queries: requestColumns(["destination_service_namespace", "destination_service_name"]),
          opens: {
            column: "Service",
            dashboard: uids.service,
            variables: { namespace: "Namespace", service: "Service" },
          },
        },
        {
          kind: "table",
          title: "Workloads",
          description: "Every workload that had requests; its name leads to its dashboard.",
          unit: "short",
          columns: {
            destination_workload_namespace: "Namespace",
            destination_workload: "Workload",
          },
          queries: requestColumns(["destination_workload_namespace", "destination_workload"]),
          opens: {
            column: "Workload",
            dashboard: uids.workload,
            variables: { namespace: "Namespace", workload: "Workload" },
          },
        },
      ],
    },
    { title: "TCP", panels: tcpPanels(filter, byCluster) },
  ],
};
