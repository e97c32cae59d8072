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

/** Of a pod, in Prometheus' words: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#pod */
const pod = "__meta_kubernetes_pod";

/** By which a pod of users' says that its proxy is not to be asked. */
export const ignoreLabel = "istio-prometheus-ignore";

/** https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
const monitoringPort = 15014;

/** The targets of a cluster: its istiods, and its proxies, which are sidecars and gateways. */
export function scrapeTargets(
  cluster: string,
  { drop }: Pick<MetricsConfig, "drop">,
): readonly [istiod: ScrapeTarget, proxies: ScrapeTarget] {
  return [
    {
      job: jobs.istiod,
      path: "/metrics",
      namespace: istioNamespace,
      discovery: [
        keep(`${pod}_label_app`, "istiod"),
        running,
        // Whatever ports the pod names, so that those are one target.
        at(`${pod}_ip`, ipv6, `[$1]:${monitoringPort}`),
        at(`${pod}_ip`, ipv4, `$1:${monitoringPort}`),
      ],
      relabelings: [...named(cluster, jobs.istiod), set("app", "istiod")],
      metricRelabelings: [],
    },
    {
      job: jobs.proxies,
      path: "/stats/prometheus",
      namespace: undefined,
      discovery: [
        {
          action: "drop",
          sourceLabels: [`${pod}_labelpresent_${ignoreLabel.replaceAll("-", "_")}`],
          regex: "true",
        },
        running,
      ],
      relabelings: [
        keep(`${pod}_container_name`, proxyContainer),
        // The injector sets them for the agent's port, which has the application's metrics, too:
        // https://istio.io/latest/docs/ops/integrations/prometheus/#option-1-metrics-merging
        keep(`${pod}_annotation_prometheus_io_scrape`, "true"),
        {
          action: "replace",
          sourceLabels: [`${pod}_annotation_prometheus_io_path`],
          regex: "(.+)",
          targetLabel: "__metrics_path__",
          replacement: "$1",
        },
        portAnd(ipv6, "[$2]:$1"),
        portAnd(ipv4, "$2:$1"),
        ...named(cluster, jobs.proxies),
        copy(`${pod}_label_app`, "app"),
      ],
      metricRelabelings: dropped(drop),
    },
  ];
}

const ipv4 = "(\\d+\\.\\d+\\.\\d+\\.\\d+)";
const ipv6 = "([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)";

const running: Relabeling = {
  action: "drop",
  sourceLabels: [`${pod}_phase`],
  regex: "Pending|Succeeded|Failed",
};

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

function set(targetLabel: string, replacement: string): Relabeling {
  return { action: "replace", targetLabel, replacement };
}

function copy(label: string, targetLabel: string): Relabeling {
  return { action: "replace", sourceLabels: [label], targetLabel };
}

function at(label: string, regex: string, replacement: string): Relabeling {
  return {
    action: "replace",
    sourceLabels: [label],
    regex,
    targetLabel: "__address__",
    replacement,
  };
}

function portAnd(address: string, replacement: string): Relabeling {
  return {
    action: "replace",
    sourceLabels: [`${pod}_annotation_prometheus_io_port`, `${pod}_ip`],
    regex: `(\\d+);${address}`,
    targetLabel: "__address__",
    replacement,
  };
}

function dropped({ metrics, labels }: MetricsConfig["drop"]): Relabeling[] {
  return [
    ...(metrics.length > 0
      ? [{ action: "drop", sourceLabels: ["__name__"], regex: metrics.join("|") } as const]
      : []),
    ...(labels.length > 0 ? [{ action: "labeldrop", regex: labels.join("|") } as const] : []),
  ];
}
