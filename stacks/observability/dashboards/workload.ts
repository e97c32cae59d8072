import type { Dashboard } from "./model";
import { ofCluster } from "./promql";
import { byClient, requestPanels, requestStats, tcpPanels } from "./requests";
import { uids } from "./uids";
import { clusterVariable, trafficVariable } from "./variables";

const namespace = 'destination_workload_namespace=~"$namespace"';
const inbound = `${ofCluster}, reporter="destination", ${namespace}, destination_workload=~"$workload"`;
const outbound = `${ofCluster}, reporter="source", source_workload_namespace=~"$namespace", source_workload=~"$workload"`;
const byService = {
  by: ["destination_service_namespace", "destination_service_name", "destination_cluster"],
  legend: "{{destination_service_namespace}}/{{destination_service_name}} {{destination_cluster}}",
  title: "by service",
};

/** One workload: what it answers, as its own proxies tell, and what it asks of others. */
export const workloadDashboard: Dashboard = {
  uid: uids.workload,
  title: "Istio workload",
  description: "Requests to and from the pods of one workload.",
  variables: [
    clusterVariable,
    trafficVariable("namespace", "Namespace", "destination_workload_namespace"),
    trafficVariable("workload", "Workload", "destination_workload", `${ofCluster}, ${namespace}`),
  ],
  rows: [
    { title: "Now", panels: requestStats(inbound) },
    { title: "What it answers", panels: requestPanels(inbound) },
    { title: "Who asks it", panels: requestPanels(inbound, byClient) },
    { title: "What it asks of others", panels: requestPanels(outbound, byService) },
    {
      title: "TCP",
      panels: [...tcpPanels(inbound, byClient), ...tcpPanels(outbound, byService)],
    },
  ],
};
