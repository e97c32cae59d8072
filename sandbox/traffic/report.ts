import type { Protocol } from "../echo/stream-request";
import type { TargetReport } from "../echo/tally";

/** From where to where requests went, and how. */
export interface Route {
  /** Cluster of the client. */
  readonly from: string;
  /** A cluster, or the name of what several clusters serve. */
  readonly to: string;
  readonly protocol: Protocol;
}

/** How the requests of one protocol went on one route. */
export interface TrafficRow
  extends
    Route,
    Pick<TargetReport, "sent" | "arrived" | "failed" | "servedBy" | "identities" | "errors"> {
  /** Of the requests that arrived, as the next; undefined if none did. */
  readonly p50Ms?: number;
  readonly p99Ms?: number;
}

export function trafficRow(
  { from, to, protocol }: Route,
  { sent, arrived, failed, servedBy, identities, errors, latenciesMs }: TargetReport,
): TrafficRow {
  const [p50Ms, p99Ms] = [50, 99].map((percent) => percentile(latenciesMs, percent));
  return {
    ...{ from, to, protocol, sent, arrived, failed, servedBy, identities, errors },
    ...(p50Ms !== undefined && { p50Ms }),
    ...(p99Ms !== undefined && { p99Ms }),
  };
}

/**
 * Nearest-rank percentile: the smallest value that so many percent of all do not exceed.
 * @param percent above 0, at most 100
 * @returns undefined of no values
 */
export function percentile(values: readonly number[], percent: number): number | undefined {
  const rank = Math.ceil((percent / 100) * values.length);
  return values.toSorted((one, other) => one - other)[rank - 1];
}

/**
 * Whether anything is not as it has to be.
 * @param clusters names of those that exist. Default: all from which requests came
 */
export function hasFailure(
  rows: readonly TrafficRow[],
  clusters: readonly string[] = clientsOf(rows),
): boolean {
  return rows.some((row) => problemOf(row, clusters) !== undefined);
}

/** Clusters from which requests came. */
export function clientsOf(rows: readonly TrafficRow[]): string[] {
  return [...new Set(rows.map(({ from }) => from))];
}

/** What is wrong with a row; of failures the most frequent. */
export function problemOf(row: TrafficRow, clusters: readonly string[]): string | undefined {
  const { to, protocol, sent, arrived, failed, servedBy, identities, errors } = row;
  if (sent === 0) {
    return "no request has ended";
  }
  if (failed > 0) {
    const [error, count] = byCount(errors)[0] ?? ["for no reason that was told", failed];
    return `${error} (${count} of ${sent})`;
  }
  const others = byCount(servedBy).filter(([cluster]) => cluster !== to);
  if (clusters.includes(to) && others.length > 0) {
    return `answered by ${countsText(others)}, not by ${to}`;
  }
  const withIdentity = byCount(identities).reduce((sum, [, count]) => sum + count, 0);
  if (protocol !== "tcp" && withIdentity < arrived) {
    return `${arrived - withIdentity} of ${arrived} came without an identity of the client`;
  }
  return undefined;
}

/** Such as `west 10, east 2`. */
export function countsText(counts: readonly (readonly [string, number])[]): string {
  return counts.map(([what, count]) => `${what} ${count}`).join(", ");
}

/** The most frequent first. */
export function byCount(counts: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(counts).toSorted(([, one], [, other]) => other - one);
}
