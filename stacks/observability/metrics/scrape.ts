import { istioNamespace, proxyContainer } from "../../istio-names";
import type { MetricsConfig } from "./schema";
import { jobs } from "./rules/rule";

/** One step of relabelling: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config */
export interface Relabeling {
  readonly action: "replace" | "keep" | "drop" | "labeldrop";
  readonly sourceLabels?: readonly string[];
  readonly regex?: string;
  readonly targetLabel?: string;
  readonly replacement?: string;
}

/** What is asked for metrics. */
export interface ScrapeTarget {
  /** Value of the label `job`. */
  readonly job: string;
  readonly path: string;
  /** Where its pods are; undefined means in every namespace. */
  readonly namespace: string | undefined;
  /** Which of all pods they are, and where they are asked; a monitor says so by other means. */
  readonly discovery: readonly Relabeling[];
  readonly relabelings: readonly Relabeling[];
  readonly metricRelabelings: readonly Relabeling[];
}

/** What the kubelet of every node is asked for. */
export type NodeTarget = Pick<ScrapeTarget, "job" | "path" | "relabelings" | "metricRelabelings">;

/** Of a pod, in Prometheus' words: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#pod */
const pod = "__meta_kubernetes_pod";

/** By which a pod of users' says that its proxy is not to be asked. */
export const ignoreLabel = "istio-prometheus-ignore";

/** https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
const monitoringPort = 15014;
const agentPort = 15020;
const agentPath = "/stats/prometheus";

/** The targets of a cluster: its istiods, and its proxies, which are sidecars and gateways. */
export function scrapeTargets(
  cluster: string,
  config: Pick<MetricsConfig, "drop">,
): readonly [istiod: ScrapeTarget, proxies: ScrapeTarget] {
  return [
    {
      job: jobs.istiod,
      path: "/metrics",
      namespace: istioNamespace,
      discovery: [keep(`${pod}_label_app`, "istiod"), running, ...at(monitoringPort)],
      relabelings: [...named(cluster, jobs.istiod), set("app", "istiod")],
      metricRelabelings: [],
    },
    {
      job: jobs.proxies,
      path: agentPath,
      namespace: undefined,
      discovery: [drop(`${pod}_labelpresent_${ignoreLabel.replaceAll("-", "_")}`, "true"), running],
      relabelings: [
        keep(`${pod}_container_name`, proxyContainer),
        drop(`${pod}_annotation_prometheus_io_scrape`, "false"),
        ...at(agentPort),
        // Unless merging is off, the injector says in annotations which port the agent has; else they are the application's.
        // https://istio.io/latest/docs/ops/integrations/prometheus/#option-1-metrics-merging
        ...atInjected(),
        ...named(cluster, jobs.proxies),
        copy(`${pod}_label_app`, "app"),
      ],
      metricRelabelings: dropped(config.drop),
    },
  ];
}

/**
 * What tells of the containers of a mesh how much they use, of all that a node runs: no proxy tells it of itself.
 * Source: https://github.com/google/cadvisor/blob/master/docs/storage/prometheus.md
 */
export function containersTarget(cluster: string): NodeTarget {
  const metrics = ["container_cpu_usage_seconds_total", "container_memory_working_set_bytes"];
  return {
    job: jobs.containers,
    path: "/metrics/cadvisor",
    relabelings: [set("job", jobs.containers), set("cluster", cluster)],
    metricRelabelings: [keep("__name__", metrics.join("|")), keep("container", meshContainers)],
  };
}

/** Of istiod, proxies and operator; of Prometheus, collector and Kiali, as the stack and their charts name them. */
const meshContainers =
  "discovery|istio-proxy|istio-operator|prometheus-server.*|thanos-sidecar|collector|kiali";

const ipv4 = "(\\d+\\.\\d+\\.\\d+\\.\\d+)";
const ipv6 = "([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)";

const running = drop(`${pod}_phase`, "Pending|Succeeded|Failed");

/** The labels that all series have. The cluster's is Istio's name of it, by which Kiali and dashboards tell clusters apart. */
function named(cluster: string, job: string): Relabeling[] {
  return [
    set("job", job),
    set("cluster", cluster),
    copy("__meta_kubernetes_namespace", "namespace"),
    copy(`${pod}_name`, "pod"),
    copy(`${pod}_label_istio_io_rev`, "revision"),
  ];
}

function keep(label: string, regex: string): Relabeling {
  return { action: "keep", sourceLabels: [label], regex };
}

function drop(label: string, regex: string): Relabeling {
  return { action: "drop", sourceLabels: [label], regex };
}

function set(targetLabel: string, replacement: string): Relabeling {
  return { action: "replace", targetLabel, replacement };
}

function copy(label: string, targetLabel: string): Relabeling {
  return { action: "replace", sourceLabels: [label], targetLabel };
}

/** A port of a pod, whatever ports it names. */
function at(port: number): Relabeling[] {
  return [address([], ipv6, `[$1]:${port}`), address([], ipv4, `$1:${port}`)];
}

/** The port that the injector has written into annotations, if it has. */
function atInjected(): Relabeling[] {
  const labels = ["path", "port"].map((one) => `${pod}_annotation_prometheus_io_${one}`);
  const port = `${agentPath};(\\d+);`;
  return [address(labels, port + ipv6, "[$2]:$1"), address(labels, port + ipv4, "$2:$1")];
}

/** @param labels whose values stand before the pod's address in what is matched */
function address(labels: readonly string[], regex: string, replacement: string): Relabeling {
  return {
    action: "replace",
    sourceLabels: [...labels, `${pod}_ip`],
    regex,
    targetLabel: "__address__",
    replacement,
  };
}

function dropped({ metrics, labels }: MetricsConfig["drop"]): Relabeling[] {
  return [
    ...(metrics.length > 0 ? [drop("__name__", metrics.join("|"))] : []),
    ...(labels.length > 0 ? [{ action: "labeldrop", regex: labels.join("|") } as const] : []),
  ];
}
