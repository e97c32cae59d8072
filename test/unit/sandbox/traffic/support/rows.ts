import type { TargetReport } from "../../../../../sandbox/echo/tally";
import type { TrafficRow } from "../../../../../sandbox/traffic/report";

export const client = "spiffe://cluster.local/ns/sample/sa/echo";

/** Ten requests from west to east over HTTP, all of them well, but for what is given. */
export function rowOf(given: Partial<TrafficRow> = {}): TrafficRow {
  const { to = "east", protocol = "http" } = given;
  return {
    ...{ from: "west", to, protocol, sent: 10, arrived: 10, failed: 0, errors: {} },
    servedBy: { [to]: 10 },
    identities: protocol === "tcp" ? {} : { [client]: 10 },
    ...{ p50Ms: 1.25, p99Ms: 20.06 },
    ...given,
  };
}

/** Rows of all protocols between all clusters, each with itself too. */
export function meshOf(clusters: readonly string[]): TrafficRow[] {
  return clusters.flatMap((from) =>
    clusters.flatMap((to) =>
      (["http", "tcp", "grpc"] as const).map((protocol) => rowOf({ from, to, protocol })),
    ),
  );
}

export function reportOf(latenciesMs: readonly number[]): TargetReport {
  const arrived = latenciesMs.length;
  return {
    ...{ sent: arrived + 1, arrived, failed: 1, latenciesMs },
    servedBy: { east: arrived },
    identities: { [client]: arrived },
    errors: { ECONNRESET: 1 },
    failures: [{ at: "2026-01-01T00:00:00.000Z", error: "ECONNRESET" }],
  };
}
