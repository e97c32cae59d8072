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

/** A gateway that the stack makes. */
export interface WatchedGateway {
  readonly name: string;
  readonly namespace: string;
  /** Label `app` of its pods. */
  readonly app: string;
}

/** What a cluster's rules are about. */
export interface RuleContext {
  readonly cluster: string;
  /** Of the control planes; none on a remote. */
  readonly revisions: readonly string[];
  /** Clusters that its istiods watch beside their own. */
  readonly watched: readonly string[];
  readonly gateways: readonly WatchedGateway[];
  readonly thresholds: Pick<RulesConfig, "certificateDays" | "pushSeconds">;
}

export type Severity = "critical" | "warning";

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
    readonly severity: Severity;
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
 * How often something was counted within a time. `increase` alone takes a counter's first sample for where it began: what
 * is counted for the first time would go unseen.
 */
export function counted(counter: string, within: string): string {
  return `((${counter} unless ${counter} offset ${within}) or increase(${counter}[${within}]))`;
}
