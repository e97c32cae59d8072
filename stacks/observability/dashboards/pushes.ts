import { count, gauge, percentiles, perCluster, together } from "./istiod";
import type { Panel } from "./model";
import { ofCluster, ofIstiods, ofIstiodsBy, quantile } from "./promql";

const rejected = "pilot_total_xds_rejects";

/** Whether proxies get what they should, as figures. */
export const pushStats: readonly Panel[] = [
  {
    kind: "stat",
    title: "istiods",
    description:
      "Running istiods of each cluster that has some. Fewer than replicas: look at pods.",
    unit: "short",
    thresholds: ["red", { from: 1, color: "green" }],
    queries: [
      {
        expr: `count by (cluster) (${gauge("istiod_uptime_seconds")})`,
        legend: "{{cluster}}",
      },
    ],
  },
  {
    kind: "stat",
    title: "Proxies",
    description: "Proxies that are connected to the istiods of each cluster.",
    unit: "short",
    queries: [{ expr: ofIstiods(gauge("pilot_xds"), "cluster"), legend: "{{cluster}}" }],
  },
  {
    kind: "stat",
    title: "Pushes",
    description: "Configurations sent to proxies per second.",
    unit: "ops",
    queries: [perCluster("pilot_xds_pushes")],
  },
  {
    kind: "stat",
    title: "Rejected",
    description:
      "Configurations per second that proxies refuse: they go on with the last good one.",
    unit: "ops",
    thresholds: ["green", { from: 0.001, color: "red" }],
    queries: [perCluster(rejected)],
  },
  {
    kind: "stat",
    title: "Convergence, p99",
    description:
      "Time from a change until a proxy has it. More than some seconds: istiod is short of CPU.",
    unit: "s",
    thresholds: ["green", { from: 3, color: "orange" }, { from: 10, color: "red" }],
    queries: [
      {
        expr: quantile(0.99, "pilot_proxy_convergence_time", ofCluster, ["cluster"]),
        legend: "{{cluster}}",
      },
    ],
  },
  {
    kind: "stat",
    title: "Services",
    description: "Services that each cluster's istiods know, those of other clusters included.",
    unit: "short",
    queries: [{ expr: `max by (cluster) (${gauge("pilot_services")})`, legend: "{{cluster}}" }],
  },
];

/** The same over time. */
export const pushPanels: readonly Panel[] = [
  {
    kind: "timeseries",
    title: "Pushes by type",
    description: "What istiod sends: clusters, endpoints, listeners, routes, secrets, names.",
    unit: "ops",
    queries: [
      {
        expr: ofIstiodsBy(count("pilot_xds_pushes", `${ofCluster}, type!~".*err"`), "type"),
        legend: "{{type}}",
      },
    ],
  },
  {
    kind: "timeseries",
    title: "Errors",
    description: "What keeps proxies from their configuration. Anything but zero is worth a look.",
    unit: "ops",
    queries: [
      together(count(rejected), "rejected by proxies"),
      together(count("pilot_total_xds_internal_errors"), "internal errors"),
      together(count("pilot_xds_pushes", `${ofCluster}, type=~".*err"`), "not sent"),
      together(count("pilot_xds_write_timeout"), "proxy too slow"),
      together(count("pilot_xds_push_context_errors"), "config not read"),
    ],
  },
  {
    kind: "timeseries",
    title: "Convergence",
    description: "Time from a change until a proxy has it.",
    unit: "s",
    queries: percentiles("pilot_proxy_convergence_time"),
  },
  {
    kind: "timeseries",
    title: "What triggers pushes",
    description: "A push is for all proxies that the change concerns. Endpoints alone are cheap.",
    unit: "ops",
    queries: [{ expr: ofIstiodsBy(count("pilot_push_triggers"), "type"), legend: "{{type}}" }],
  },
  {
    kind: "timeseries",
    title: "Changes that istiod hears of",
    description: "From the API servers that it watches: objects of Istio, and of Kubernetes.",
    unit: "ops",
    queries: [
      together(count("pilot_k8s_cfg_events"), "Istio's"),
      together(count("pilot_k8s_reg_events"), "Kubernetes'"),
    ],
  },
  {
    kind: "timeseries",
    title: "Time in the queue",
    description: "How long a proxy waits for its turn. It grows when istiod throttles pushes.",
    unit: "s",
    queries: percentiles("pilot_proxy_queue_time"),
  },
];
