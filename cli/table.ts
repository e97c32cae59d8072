import { stripVTControlCharacters, styleText } from "node:util";
import Table from "cli-table3";
import type { CertificateRow, RootOutput } from "./certificate-list";

interface Column {
  readonly head: string;
  readonly cell: (row: CertificateRow) => string;
  readonly align?: "right";
  /** Width at which its words go on in another line; the leftmost of such columns first, as long as the table is too wide. */
  readonly narrow?: number;
}

const widest = 120;
const gap = 2;
const soonDays = 30;

const noBorders = Object.fromEntries(
  ["top", "bottom", "left", "mid", "right", "middle"].flatMap((side) =>
    ["", "-mid", "-left", "-right"].map((part) => [`${side}${part}`, ""]),
  ),
);

/**
 * Certificates as text for people, a line each where it fits.
 * @param roots those of the mesh: what one of them has issued says its name, not its long subject
 */
export function certificateTable(
  rows: readonly CertificateRow[],
  roots: readonly Pick<RootOutput, "name" | "subject">[],
  colour: boolean,
): string {
  const columns: Column[] = [
    { head: "NAME", cell: (row) => row.name },
    { head: "KIND", cell: (row) => (row.kind === "root" ? `root, ${row.use}` : row.kind) },
    { head: "SUBJECT", cell: (row) => row.subject, narrow: 29 },
    { head: "ISSUER", cell: (row) => issuerOf(row, roots), narrow: 18 },
    { head: "DAYS LEFT", cell: (row) => daysLeft(row, colour), align: "right" },
    { head: "CLUSTERS", cell: (row) => row.clusters.join(", ") || "-", narrow: 18 },
    { head: "FINGERPRINT", cell: (row) => shortened(row.fingerprint) },
  ];
  const narrowable = columns.filter(({ narrow }) => narrow !== undefined);
  let text = render(columns, rows, []);
  for (let count = 1; count <= narrowable.length && widthOf(text) > widest; count++) {
    text = render(columns, rows, narrowable.slice(0, count));
  }
  return text;
}

function render(
  columns: readonly Column[],
  rows: readonly CertificateRow[],
  narrow: readonly Column[],
): string {
  const table = new Table({
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ align }) => align ?? "left"),
    // Null leaves it to the content.
    colWidths: columns.map((one) => (narrow.includes(one) ? narrowWidth(one, rows) : null)),
    wordWrap: true,
    chars: noBorders,
    style: { "padding-left": 0, "padding-right": gap, head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => columns.map(({ cell }) => cell(row))));
  const lines = table.toString().split("\n");
  return lines.map((line) => line.trimEnd()).join("\n");
}

/** No word is cut: a name of which the end is missing is no name. */
function narrowWidth({ head, cell, narrow = 0 }: Column, rows: readonly CertificateRow[]): number {
  const cells = [head, ...rows.map(cell)];
  const longest = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length)) + gap;
  const longestWord = longest(cells.flatMap((text) => text.split(" ")));
  return Math.min(longest(cells), Math.max(narrow, longestWord));
}

function widthOf(text: string): number {
  return Math.max(...text.split("\n").map((line) => stripVTControlCharacters(line).length));
}

function issuerOf(
  { subject, issuer, root }: CertificateRow,
  roots: readonly Pick<RootOutput, "name" | "subject">[],
): string {
  if (subject === issuer) {
    return "itself";
  }
  // An uploaded intermediate may lead to its root by others.
  return roots.find((one) => one.name === root && one.subject === issuer)?.name ?? issuer;
}

function daysLeft({ daysLeft: days }: CertificateRow, colour: boolean): string {
  const paint = (name: "red" | "yellow", text: string) =>
    // Who calls has asked the terminal.
    colour ? styleText(name, text, { validateStream: false }) : text;
  if (days < 0) {
    return paint("red", "expired");
  }
  return days < soonDays ? paint("yellow", String(days)) : String(days);
}

function shortened(fingerprint: string): string {
  const bytes = fingerprint.split(":");
  return bytes.length <= 8 ? fingerprint : `${bytes.slice(0, 8).join(":")}…`;
}
