import type { Dashboard } from "./model";
import { ofCluster, rate, sum } from "./promql";
import { byClient, requestPanels, requests, requestStats, tcpPanels } from "./requests";
import { uids } from "./uids";
import { clusterVariable, reporterVariable, trafficVariable } from "./variables";

const namespace = 'destination_service_namespace=~"$namespace"';
const ofService = `${ofCluster}, ${namespace}, destination_service_name=~"$service"`;
const filter = `${ofService}, reporter="$reporter"`;
const answered = `${ofService}, reporter="destination"`;
const byServer = {
  by: ["destination_cluster", "destination_workload", "destination_version"],
  legend: "{{destination_cluster}} {{destination_workload}} {{destination_version}}",
  title: "by server",
};

/** One service: how it does, who asks it, and who answers. */
export const serviceDashboard: Dashboard = {
  uid: uids.service,
  title: "Istio service",
  description: "Requests to one service, by who asks and by who answers, across clusters.",
  variables: [
    clusterVariable,
    trafficVariable("namespace", "Namespace", "destination_service_namespace"),
    trafficVariable("service", "Service", "destination_service_name", `${ofCluster}, ${namespace}`),
    reporterVariable,
  ],
  rows: [
    { title: "Now", panels: requestStats(filter, answered) },
    {
      title: "Requests",
      panels: [
        ...requestPanels(filter),
        {
          kind: "timeseries",
          title: "Requests by status",
          description:
            "HTTP statuses, and the reasons that Envoy has for its own answers: https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage",
          unit: "reqps",
          width: 12,
          queries: [
            {
              expr: sum(rate(requests, filter), ["response_code", "response_flags"]),
              legend: "{{response_code}} {{response_flags}}",
            },
          ],
        },
        {
          kind: "timeseries",
          title: "gRPC requests by status",
          description: "gRPC's own statuses; 0 is OK. They do not count as errors above.",
          unit: "reqps",
          width: 12,
          queries: [
            {
              expr: sum(rate(requests, `${filter}, request_protocol="grpc"`), [
                "grpc_response_status",
              ]),
              legend: "{{grpc_response_status}}",
            },
          ],
        },
      ],
    },
    { title: "Who asks", panels: requestPanels(filter, byClient) },
    { title: "Who answers", panels: requestPanels(filter, byServer) },
    { title: "TCP", panels: tcpPanels(filter, byClient) },
  ],
};
