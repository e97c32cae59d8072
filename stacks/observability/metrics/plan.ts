import type { ChartReference } from "../../control-planes/charts";
import { isOn } from "../../is-on";
import { istioNamespace } from "../../istio-names";
import { chartReference } from "../chart-place";
import { prometheusChart } from "./chart";
import { defaultChartNamespace } from "./namespace";
import type { RuleContext, RuleFile } from "./rules/rule";
import { ruleFile } from "./rules/rule-file";
import type { MetricsConfig } from "./schema";
import { containersTarget, type NodeTarget, scrapeTargets, type ScrapeTarget } from "./scrape";

/** What a cluster has so that its metrics are collected. */
export type MetricsPlan = OperatorMetricsPlan | ChartMetricsPlan;

interface CollectedMetrics {
  /** How often each target is asked, and rules are evaluated; a duration of Prometheus. */
  readonly interval: string;
  readonly targets: readonly [istiod: ScrapeTarget, proxies: ScrapeTarget];
  readonly rules: RuleFile;
}

/** By a Prometheus that the Prometheus Operator runs there already. */
export interface OperatorMetricsPlan extends CollectedMetrics {
  readonly by: "operator";
  /** One that is there already. */
  readonly namespace: string;
  /** By which that Prometheus finds monitors and rules. */
  readonly labels: Readonly<Record<string, string>>;
}

/** By a Prometheus of the stack's. */
export interface ChartMetricsPlan extends CollectedMetrics {
  readonly by: "chart";
  readonly cluster: string;
  /** Of nodes; an operator's Prometheus asks them by itself. */
  readonly containers: NodeTarget;
  /** One that is made. */
  readonly namespace: string;
  readonly chart: ChartReference;
  readonly retention: string;
  /** Size of its volume; undefined if it has none. */
  readonly storage: string | undefined;
  /** URLs of those that are told of alerts. */
  readonly alertmanagers: readonly string[];
  readonly remoteWrite: readonly RemoteWritePlan[];
  readonly thanos: ThanosPlan | undefined;
  /** Keys of the stack's config that it gets as files. */
  readonly secrets: readonly string[];
}

/** A store to which samples go; files are those of {@link ChartMetricsPlan.secrets}. */
export interface RemoteWritePlan {
  readonly url: string;
  readonly name?: string;
  readonly auth?:
    | { readonly kind: "basic"; readonly username: string; readonly passwordFile: string }
    | { readonly kind: "bearer"; readonly tokenFile: string };
}

/** Thanos' sidecar beside a Prometheus of the stack's. */
export interface ThanosPlan {
  readonly image: string;
  /** With the configuration of its store, one of {@link ChartMetricsPlan.secrets}; undefined if it uploads nothing. */
  readonly objectStoreFile: string | undefined;
}

/** Where a Prometheus of the stack's finds its secrets, each by its key. */
export const secretsFolder = "/etc/istio-mesh/secrets";

/** Undefined where metrics are not collected. @param about what the cluster's rules are about */
export function planMetrics(
  metrics: MetricsConfig | undefined,
  about: Omit<RuleContext, "thresholds">,
): MetricsPlan | undefined {
  const { cluster } = about;
  if (metrics === undefined || metrics.by === "none" || !isOn(cluster, metrics.clusters)) {
    return undefined;
  }
  const { interval } = metrics;
  const collected: CollectedMetrics = {
    interval,
    targets: scrapeTargets(cluster, metrics),
    rules: ruleFile(about, metrics.rules, interval),
  };
  return metrics.by === "operator"
    ? {
        ...collected,
        by: "operator",
        namespace: metrics.namespace ?? istioNamespace,
        labels: metrics.labels,
      }
    : {
        ...collected,
        by: "chart",
        cluster,
        containers: containersTarget(cluster),
        ...planChart(metrics),
      };
}

function planChart({
  namespace,
  chart,
  retention,
  storage,
  alertmanagers,
  remoteWrite,
  thanos,
}: MetricsConfig): Omit<
  ChartMetricsPlan,
  keyof CollectedMetrics | "by" | "cluster" | "containers"
> {
  const named = [
    ...remoteWrite.flatMap(({ basicAuth, bearerToken }) => [basicAuth?.password, bearerToken]),
    thanos?.objectStore,
  ];
  return {
    namespace: namespace ?? defaultChartNamespace,
    chart: chartReference(prometheusChart, chart),
    retention,
    storage,
    alertmanagers,
    remoteWrite: remoteWrite.map(planRemoteWrite),
    thanos: thanos && {
      image: thanos.image,
      objectStoreFile: thanos.objectStore && fileOf(thanos.objectStore),
    },
    secrets: [...new Set(named.flatMap((one) => one?.secret ?? []))],
  };
}

function planRemoteWrite({
  url,
  name,
  basicAuth,
  bearerToken,
}: MetricsConfig["remoteWrite"][number]): RemoteWritePlan {
  return {
    url,
    ...(name === undefined ? {} : { name }),
    ...(basicAuth
      ? {
          auth: {
            kind: "basic",
            username: basicAuth.username,
            passwordFile: fileOf(basicAuth.password),
          },
        }
      : {}),
    ...(bearerToken ? { auth: { kind: "bearer", tokenFile: fileOf(bearerToken) } } : {}),
  };
}

function fileOf({ secret }: { readonly secret: string }): string {
  return `${secretsFolder}/${secret}`;
}
