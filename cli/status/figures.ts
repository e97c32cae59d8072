import type { ComponentRow } from "./read-status";

/** What a component uses, over the last five minutes. */
export interface Usage {
  /** In CPUs. */
  readonly cpu?: number;
  /** In bytes. */
  readonly memory?: number;
}

/** What the proxies of a cluster use together, sidecars and gateways. */
export interface ProxiesRow extends Usage {
  readonly cluster: string;
  /** How many there are. */
  readonly count: number;
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
  /** By cluster; none where nobody asks the kubelet. */
  readonly proxies: readonly ProxiesRow[];
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
const pod = "cluster, namespace, pod";
const byPod = `sum by (${pod})`;
const byService = "cluster, destination_service_namespace, destination_service_name";
// Both sides report a request; the one that served it counts.
const served = '{reporter="destination"}';

// A container counts once, however many Prometheus ask its kubelet.
const once = `max by (${pod}, container)`;
const cpuOf = (container: string) =>
  `${once} (rate(container_cpu_usage_seconds_total{${container},pod!=""}[${span}]))`;
const memoryOf = (container: string) =>
  `${once} (container_memory_working_set_bytes{${container},pod!=""})`;
const any = 'container!=""';
const proxy = 'container="istio-proxy"';

/** What the kubelet tells of every pod; where nobody asks it, what istiod tells of itself. */
const queries = {
  cpu: `${byPod} (${cpuOf(any)}) or ${byPod} (rate(process_cpu_seconds_total{pod!=""}[${span}]))`,
  memory: `${byPod} (${memoryOf(any)}) or ${byPod} (process_resident_memory_bytes{pod!=""})`,
  proxies: `count by (cluster) (${memoryOf(proxy)})`,
  proxyCpu: `sum by (cluster) (${cpuOf(proxy)})`,
  proxyMemory: `sum by (cluster) (${memoryOf(proxy)})`,
  requests: `sum by (${byService}) (rate(istio_requests_total${served}[${span}]))`,
  errors: `sum by (${byService}) (rate(istio_requests_total{reporter="destination",response_code=~"5.."}[${span}]))`,
  p99: `histogram_quantile(0.99, sum by (le, ${byService}) (rate(istio_request_duration_milliseconds_bucket${served}[${span}])))`,
};

type Answers = Readonly<Record<keyof typeof queries, readonly Sample[]>>;

/** What metrics say of a mesh's components and services. */
export async function readFigures(
  ask: AskMetrics,
  components: readonly ComponentRow[],
): Promise<Figures> {
  const found = await askAll(ask);
  const usage = components.map((one): readonly [string, Usage] => {
    const used = { cpu: sumOf(found.cpu, one), memory: sumOf(found.memory, one) };
    return [componentKey(one), withoutNone(used)];
  });
  return {
    usage: new Map(usage),
    proxies: found.proxies.map((sample) => proxiesRow(sample, found)),
    services: found.requests.map((sample) => serviceRow(sample, found)).sort(byRate),
  };
}

async function askAll(ask: AskMetrics): Promise<Answers> {
  const answers = await Promise.all(
    Object.entries(queries).map(async ([name, query]) => [name, await ask(query)] as const),
  );
  return Object.fromEntries(answers) as Answers;
}

export function componentKey({ cluster, namespace, name }: ComponentRow): string {
  return [cluster, namespace, name].join("/");
}

/** Over the pods of a Deployment, which are named after it. */
function sumOf(
  samples: readonly Sample[],
  { cluster, namespace, name }: ComponentRow,
): number | undefined {
  const own = samples.filter(
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

function proxiesRow(
  { metric: { cluster = "" }, value: count }: Sample,
  { proxyCpu, proxyMemory }: Answers,
): ProxiesRow {
  const ofCluster = (samples: readonly Sample[]) =>
    samples.find(({ metric }) => metric["cluster"] === cluster)?.value;
  const used = { cpu: ofCluster(proxyCpu), memory: ofCluster(proxyMemory) };
  return { cluster, count, ...withoutNone(used) };
}

function serviceRow({ metric, value }: Sample, { errors, p99 }: Answers): ServiceRow {
  const same = (other: Sample) => serviceLabels(other.metric) === serviceLabels(metric);
  const slowest = p99.find(same)?.value;
  return {
    cluster: metric["cluster"] ?? "",
    namespace: metric["destination_service_namespace"] ?? "",
    name: metric["destination_service_name"] ?? "",
    requestRate: value,
    errorRate: value > 0 ? (errors.find(same)?.value ?? 0) / value : 0,
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
