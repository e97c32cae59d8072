import type { ComponentRow } from "./read-status";

/** What a component uses, over the last five minutes. */
export interface Usage {
  /** In CPUs. */
  readonly cpu?: number;
  /** In bytes. */
  readonly memory?: number;
}

/** What a service's servers saw, over the last five minutes. */
export interface ServiceRow {
  /** Istio's name of the cluster in which it was served. */
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  /** Requests in a second. */
  readonly requestRate: number;
  /** Share of them that were answered with a 5xx, 0 to 1. */
  readonly errorRate: number;
  /** Time below which 99 of 100 answers came, in milliseconds; undefined if there were none. */
  readonly p99?: number;
}

export interface Figures {
  /** By {@link componentKey}. */
  readonly usage: ReadonlyMap<string, Usage>;
  readonly services: readonly ServiceRow[];
}

/** One series of a query's answer: https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Asks one query of what reads metrics. */
export type AskMetrics = (query: string) => Promise<readonly Sample[]>;

const span = "5m";
const byPod = "sum by (cluster, namespace, pod)";
const byService = "cluster, destination_service_namespace, destination_service_name";
// Both sides report a request; the one that served it counts.
const served = '{reporter="destination"}';

/** What the kubelet tells of every pod; where nobody asks it, what istiod tells of itself. */
const queries = {
  cpu: `${byPod} (rate(container_cpu_usage_seconds_total{container!="",pod!=""}[${span}])) or ${byPod} (rate(process_cpu_seconds_total{pod!=""}[${span}]))`,
  memory: `${byPod} (container_memory_working_set_bytes{container!="",pod!=""}) or ${byPod} (process_resident_memory_bytes{pod!=""})`,
  requests: `sum by (${byService}) (rate(istio_requests_total${served}[${span}]))`,
  errors: `sum by (${byService}) (rate(istio_requests_total{reporter="destination",response_code=~"5.."}[${span}]))`,
  p99: `histogram_quantile(0.99, sum by (le, ${byService}) (rate(istio_request_duration_milliseconds_bucket${served}[${span}])))`,
};

/** What metrics say of a mesh's components and services. */
export async function readFigures(
  ask: AskMetrics,
  components: readonly ComponentRow[],
): Promise<Figures> {
  const [cpu, memory, requests, errors, p99] = await Promise.all(
    [queries.cpu, queries.memory, queries.requests, queries.errors, queries.p99].map(ask),
  );
  const usage = components.map((one): readonly [string, Usage] => {
    const used = { cpu: sumOf(cpu, one), memory: sumOf(memory, one) };
    return [componentKey(one), withoutNone(used)];
  });
  return {
    usage: new Map(usage),
    services: (requests ?? []).map((sample) => serviceRow(sample, errors, p99)).sort(byRate),
  };
}

export function componentKey({ cluster, namespace, name }: ComponentRow): string {
  return [cluster, namespace, name].join("/");
}

/** Over the pods of a Deployment, which are named after it. */
function sumOf(
  samples: readonly Sample[] | undefined,
  { cluster, namespace, name }: ComponentRow,
): number | undefined {
  const own = (samples ?? []).filter(
    ({ metric }) =>
      metric["cluster"] === cluster &&
      metric["namespace"] === namespace &&
      deploymentOf(metric["pod"]) === name,
  );
  return own.length === 0 ? undefined : own.reduce((sum, { value }) => sum + value, 0);
}

/** `istiod-7d4b9c6f5d-x2x9z` is one of istiod's. */
function deploymentOf(pod = ""): string | undefined {
  return /^(.+)-[a-z0-9]+-[a-z0-9]{5}$/.exec(pod)?.[1];
}

function serviceRow(
  { metric, value }: Sample,
  errors: readonly Sample[] | undefined,
  p99: readonly Sample[] | undefined,
): ServiceRow {
  const same = (other: Sample) => serviceLabels(other.metric) === serviceLabels(metric);
  const slowest = p99?.find(same)?.value;
  return {
    cluster: metric["cluster"] ?? "",
    namespace: metric["destination_service_namespace"] ?? "",
    name: metric["destination_service_name"] ?? "",
    requestRate: value,
    errorRate: value > 0 ? (errors?.find(same)?.value ?? 0) / value : 0,
    ...(slowest === undefined || Number.isNaN(slowest) ? {} : { p99: slowest }),
  };
}

function serviceLabels(metric: Sample["metric"]): string {
  return byService
    .split(", ")
    .map((label) => metric[label] ?? "")
    .join("/");
}

function byRate(one: ServiceRow, other: ServiceRow): number {
  return other.requestRate - one.requestRate;
}

function withoutNone({ cpu, memory }: Record<keyof Usage, number | undefined>): Usage {
  return {
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory }),
  };
}
