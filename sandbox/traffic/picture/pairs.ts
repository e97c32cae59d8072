import { clientsOf, problemOf, type TrafficRow } from "../report";

/** All traffic from one cluster to another, over all protocols. */
export interface Pair {
  readonly from: string;
  readonly to: string;
  readonly failed: boolean;
  /** What stands at its arrow. */
  readonly label: readonly string[];
  /** What a pointer over its arrow is told. */
  readonly details: readonly string[];
}

/** Those between clusters of which the networks are known. */
export function pairsOf(
  rows: readonly TrafficRow[],
  networks: Readonly<Record<string, string>>,
): Pair[] {
  const between = rows.filter(
    ({ from, to }) => Object.hasOwn(networks, from) && Object.hasOwn(networks, to),
  );
  return clientsOf(between).flatMap((from) => {
    const own = between.filter((row) => row.from === from);
    const servers = [...new Set(own.map(({ to }) => to))];
    return servers.map((to) => {
      const those = own.filter((row) => row.to === to);
      return pairOf(from, to, those, Object.keys(networks));
    });
  });
}

function pairOf(
  from: string,
  to: string,
  rows: readonly TrafficRow[],
  clusters: readonly string[],
): Pair {
  const sum = (field: "arrived" | "sent") => rows.reduce((total, row) => total + row[field], 0);
  const http = rows.find(({ protocol }) => protocol === "http")?.p50Ms;
  return {
    from,
    to,
    failed: rows.some((row) => problemOf(row, clusters) !== undefined),
    label: [
      `${sum("arrived")}/${sum("sent")}`,
      ...(http === undefined ? [] : [`${http.toFixed(1)} ms`]),
    ],
    details: rows.map((row) => {
      const problem = problemOf(row, clusters);
      return `${row.protocol} ${row.arrived}/${row.sent}${problem === undefined ? "" : `: ${problem}`}`;
    }),
  };
}
