import { styleText } from "node:util";
import { type Column, textTable } from "../../cli/text-table";
import { byCount, clientsOf, countsText, problemOf, type TrafficRow } from "./report";

const columns: readonly Column<TrafficRow>[] = [
  { head: "FROM", cell: (row) => row.from },
  { head: "TO", cell: (row) => row.to },
  { head: "PROTOCOL", cell: (row) => row.protocol },
  { head: "SENT", cell: (row) => String(row.sent), align: "right" },
  { head: "ARRIVED", cell: (row) => String(row.arrived), align: "right" },
  { head: "FAILED", cell: (row) => String(row.failed), align: "right" },
  { head: "SERVED BY", cell: (row) => namesOf(row.servedBy), narrow: 18 },
  { head: "CLIENT SEEN AS", cell: (row) => namesOf(row.identities), narrow: 18 },
  { head: "P50 MS", cell: (row) => row.p50Ms?.toFixed(1) ?? "-", align: "right" },
  { head: "P99 MS", cell: (row) => row.p99Ms?.toFixed(1) ?? "-", align: "right" },
];

/**
 * Traffic as text for people: a line for each route and protocol, and below what is wrong.
 * @param colour whether what is wrong is red
 * @param clusters names of those that exist. Default: all from which requests came
 */
export function trafficTable(
  rows: readonly TrafficRow[],
  colour: boolean,
  clusters: readonly string[] = clientsOf(rows),
): string {
  // Who calls has asked the terminal.
  const red = (text: string) => (colour ? styleText("red", text, { validateStream: false }) : text);
  const painted = columns.map((column): Column<TrafficRow> => ({
    ...column,
    cell: (row) => {
      const text = column.cell(row);
      return problemOf(row, clusters) === undefined ? text : red(text);
    },
  }));
  const problems = rows.flatMap((row) => {
    const problem = problemOf(row, clusters);
    return problem === undefined
      ? []
      : [red(`${row.from} to ${row.to}, ${row.protocol}: ${problem}`)];
  });
  return [textTable(painted, rows), ...(problems.length > 0 ? ["", ...problems] : [])].join("\n");
}

/** Counts only where there is more than one. */
function namesOf(counts: Readonly<Record<string, number>>): string {
  const names = byCount(counts);
  return names.length > 1 ? countsText(names) : (names[0]?.[0] ?? "-");
}
