import { certificatePanels } from "./certificates";
import { count, found, gauge, together } from "./istiod";
import type { Dashboard, Panel } from "./model";
import { ofIstiodProcess } from "./promql";
import { pushPanels, pushStats } from "./pushes";
import { uids } from "./uids";
import { clusterVariable } from "./variables";
import { versionPanels } from "./versions";

const config: readonly Panel[] = [
  {
    kind: "timeseries",
    title: "Conflicts",
    description:
      "What the last push found in the config that cannot all be. istiod takes the first.",
    unit: "short",
    queries: [
      found("pilot_conflict_inbound_listener", "inbound listeners"),
      found("pilot_conflict_outbound_listener_tcp_over_current_tcp", "outbound listeners"),
      found("pilot_vservice_dup_domain", "hosts of virtual services"),
      found("pilot_duplicate_envoy_clusters", "clusters of Envoy"),
      found("pilot_destrule_subsets", "subsets of destination rules"),
    ],
  },
  {
    kind: "timeseries",
    title: "Endpoints",
    description: "What the last push found without somebody behind it.",
    unit: "short",
    queries: [
      found("pilot_eds_no_instances", "clusters of Envoy without endpoints"),
      found("endpoint_no_pod", "endpoints without a pod"),
      found("pilot_no_ip", "pods without an address"),
    ],
  },
  {
    kind: "timeseries",
    title: "Webhooks",
    description: "Pods that were injected, and objects that were checked, per second.",
    unit: "ops",
    queries: [
      together(count("sidecar_injection_success_total"), "injected"),
      together(count("sidecar_injection_failure_total"), "not injected: error"),
      together(count("galley_validation_passed"), "valid"),
      together(count("galley_validation_failed"), "refused"),
    ],
  },
];

/** A figure of each istiod's process. */
function process(title: string, description: string, unit: Panel["unit"], vector: string): Panel {
  const queries = [{ expr: ofIstiodProcess(vector), legend: "{{cluster}} {{instance}}" }];
  return { kind: "timeseries", title, description, unit, queries };
}

/** istiod: whether proxies get what they should, and what it takes. */
export const controlPlaneDashboard: Dashboard = {
  uid: uids.controlPlane,
  title: "Istio control plane",
  description: "istiods of all clusters: what they send to proxies, sign, inject and check.",
  variables: [clusterVariable],
  rows: [
    { title: "Now", panels: pushStats },
    { title: "Pushes", panels: pushPanels },
    { title: "Config and webhooks", panels: config },
    { title: "Certificates", panels: certificatePanels },
    {
      title: "Resources",
      panels: [
        process("CPU", "Cores that each istiod uses.", "short", count("process_cpu_seconds_total")),
        process(
          "Memory",
          "Resident memory of each istiod. It grows with services, endpoints and proxies.",
          "bytes",
          gauge("process_resident_memory_bytes"),
        ),
        process(
          "Goroutines",
          "Some for each proxy; steady growth without more proxies is a leak.",
          "short",
          gauge("go_goroutines"),
        ),
      ],
    },
    { title: "Versions", panels: versionPanels },
  ],
};
