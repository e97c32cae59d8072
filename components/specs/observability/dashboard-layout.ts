import type { Panel, Row } from "../../../stacks/observability/dashboards/model";

/** Place of a panel on Grafana's grid of 24 columns. */
export interface GridPosition {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** What is laid out: the title of a row, or a panel of it. */
export type Placed =
  | { readonly row: string; readonly gridPos: GridPosition }
  | { readonly panel: Panel; readonly gridPos: GridPosition };

const columns = 24;

const sizes: Readonly<Record<Panel["kind"], { readonly w: number; readonly h: number }>> = {
  stat: { w: 4, h: 4 },
  timeseries: { w: 8, h: 8 },
  table: { w: 12, h: 9 },
};

/** Rows from above, their panels from the left, on a line as many as fit. */
export function layOut(rows: readonly Row[]): readonly Placed[] {
  const placed: Placed[] = [];
  let y = 0;
  for (const { title, panels } of rows) {
    placed.push({ row: title, gridPos: { x: 0, y, w: columns, h: 1 } });
    y += 1;
    let x = 0;
    let lineHeight = 0;
    for (const panel of panels) {
      const { w: usual, h } = sizes[panel.kind];
      const w = panel.width ?? usual;
      if (x + w > columns) {
        x = 0;
        y += lineHeight;
        lineHeight = 0;
      }
      placed.push({ panel, gridPos: { x, y, w, h } });
      x += w;
      lineHeight = Math.max(lineHeight, h);
    }
    y += lineHeight;
  }
  return placed;
}
