import { stripVTControlCharacters } from "node:util";
import Table from "cli-table3";

export interface Column<Row> {
  readonly head: string;
  /** May hold colours. */
  readonly cell: (row: Row) => string;
  readonly align?: "right";
  /** Width at which its words go on in another line; the leftmost of such columns first, as long as the table is too wide. */
  readonly narrow?: number;
}

const widest = 120;
const gap = 2;

const noBorders = Object.fromEntries(
  ["top", "bottom", "left", "mid", "right", "middle"].flatMap((side) =>
    ["", "-mid", "-left", "-right"].map((part) => [`${side}${part}`, ""]),
  ),
);

/** Rows as text for people, a line each where it fits. */
export function textTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const narrowable = columns.filter(({ narrow }) => narrow !== undefined);
  let text = render(columns, rows, []);
  for (let count = 1; count <= narrowable.length && widthOf(text) > widest; count++) {
    text = render(columns, rows, narrowable.slice(0, count));
  }
  return text;
}

function render<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  narrow: readonly Column<Row>[],
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
function narrowWidth<Row>({ head, cell, narrow = 0 }: Column<Row>, rows: readonly Row[]): number {
  const cells = [head, ...rows.map(cell)].flatMap((text) =>
    stripVTControlCharacters(text).split("\n"),
  );
  const longest = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length)) + gap;
  const longestWord = longest(cells.flatMap((text) => text.split(" ")));
  return Math.min(longest(cells), Math.max(narrow, longestWord));
}

function widthOf(text: string): number {
  return Math.max(...text.split("\n").map((line) => stripVTControlCharacters(line).length));
}
