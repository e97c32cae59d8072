import type { GatewayPlan } from "../../../gateway-plan";
import type { RulesConfig } from "./schema";

/** One alert as Prometheus has it: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long it has to hold. */
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: { readonly summary: string; readonly description: string };
}

/** A series that is computed from others. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}

export interface RuleGroup {
  readonly name: string;
  /** How often it is evaluated. */
  readonly interval: string;
  readonly rules: readonly (AlertRule | RecordingRule)[];
}

/** What Prometheus loads as a file, and the Prometheus Operator takes for a PrometheusRule's spec. */
export interface RuleFile {
  readonly groups: readonly RuleGroup[];
}

/** What a cluster's rules are about. */
export interface RuleContext {
  readonly cluster: string;
  /** Of the control planes; none on a remote. */
  readonly revisions: readonly string[];
  /** Clusters that its istiods watch beside their own. */
  readonly watched: readonly string[];
  /** That the stack makes; the label `app` of their pods is their name. */
  readonly gateways: readonly Pick<GatewayPlan, "name" | "namespace">[];
  readonly thresholds: Pick<RulesConfig, "certificateDays" | "pushSeconds">;
}

/** An alert that says whose it is, also where no series is left to say so. */
export function alertRule(
  { cluster }: Pick<RuleContext, "cluster">,
  {
    severity,
    labels = {},
    summary,
    description,
    ...rule
  }: {
    readonly alert: string;
    readonly expr: string;
    readonly for: string;
    readonly severity: "critical" | "warning";
    readonly labels?: Readonly<Record<string, string>>;
    readonly summary: string;
    readonly description: string;
  },
): AlertRule {
  return {
    ...rule,
    labels: { severity, cluster, ...labels },
    annotations: { summary, description },
  };
}

/** The jobs under which targets are scraped; rules look at no other's series. */
export const jobs = {
  istiod: "istiod",
  proxies: "istio-proxies",
  containers: "istio-containers",
} as const;

/**
 * The labels by which series of a cluster are chosen.
 * @param others matchers besides, such as `type="lds"`
 */
export function of(job: keyof typeof jobs, cluster: string, ...others: readonly string[]): string {
  return `{${[`job="${jobs[job]}"`, `cluster="${cluster}"`, ...others].join(",")}}`;
}

/**
 * How often an istiod of a cluster counted something within the last 10 minutes. `increase` alone takes a counter's first
 * sample for where it began, so that what is counted for the first time would go unseen. It is new only if the istiod was
 * asked before, or has started since: to a Prometheus that starts, or that could not reach it for a while, all is new.
 * @param others matchers besides, as for {@link of}
 */
export function counted(counter: string, cluster: string, ...others: readonly string[]): string {
  const own = of("istiod", cluster);
  const all = `${counter}${of("istiod", cluster, ...others)}`;
  const asked = `up${own} offset 10m == 1`;
  const started = `time() - process_start_time_seconds${own} < 600`;
  return `((${all} unless ${all} offset 10m and on (pod) (${asked} or ${started})) or increase(${all}[10m]))`;
}
