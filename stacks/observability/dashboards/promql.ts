/**
 * Pieces of PromQL. Counters appear with their first increment, so that a healthy istiod has no series for its errors:
 * what may be absent is shown as zero wherever there is something that it could have happened to.
 */

/** Labels by which a sum is split; none leaves one figure. */
export type Labels = readonly string[];

export function sum(vector: string, by: Labels = []): string {
  return by.length === 0 ? `sum(${vector})` : `sum by (${by.join(", ")}) (${vector})`;
}

/** Of a counter, per second. */
export function rate(metric: string, filter: string): string {
  return `rate(${metric}{${filter}}[$__rate_interval])`;
}

/** @param metric the histogram without its suffix */
export function quantile(share: number, metric: string, filter: string, by: Labels = []): string {
  return `histogram_quantile(${share}, ${sum(rate(`${metric}_bucket`, filter), ["le", ...by])})`;
}

/** A vector with zeros where it has nothing. @param there what has something wherever a zero is meant, split alike */
function orZero(vector: string, there: string, by: Labels = []): string {
  return `${vector} or on (${by.join(", ")}) 0 * ${there}`;
}

/** Share of what has one label among all: 0 to 1. */
export function share(metric: string, filter: string, part: string, by: Labels = []): string {
  const all = sum(rate(metric, filter), by);
  return `(${orZero(sum(rate(metric, `${filter}, ${part}`), by), all, by)}) / ${all}`;
}

/** Every query's filter: "All" is `.*`, so that metrics without the label are seen as well. */
export const ofCluster = 'cluster=~"$cluster"';

/** A gauge that every istiod has from its start, and nothing else. */
const istiod = `istiod_uptime_seconds{${ofCluster}}`;

/** A sum of istiods' figures, zero where an istiod has none. @param by `cluster` or nothing of istiod's own labels */
export function ofIstiods(vector: string, by: "cluster" | undefined): string {
  return by === undefined
    ? orZero(sum(vector), `max(${istiod})`)
    : orZero(sum(vector, [by]), `max by (${by}) (${istiod})`, [by]);
}

/** The same, split by a label that only the figure has; one zero if there is nothing at all. */
export function ofIstiodsBy(vector: string, label: string): string {
  return orZero(sum(vector, [label]), `max(${istiod})`);
}

/** What any Go program tells of itself, of istiods alone: by whatever job and labels they are scraped. */
export function ofIstiodProcess(vector: string): string {
  return `${vector} and on (cluster, instance) ${istiod}`;
}
