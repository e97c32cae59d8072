import { arrowsOf } from "./picture/arrows";
import { grown, hull } from "./picture/geometry";
import { layOut } from "./picture/layout";
import { pairsOf } from "./picture/pairs";
import {
  drawArrow,
  drawBox,
  drawLabel,
  drawLegend,
  drawPanel,
  head,
  legendSize,
} from "./picture/svg";
import { boxSize, labelSize } from "./picture/text";
import type { TrafficRow } from "./report";

const margin = 24;

/**
 * Traffic between clusters as a standalone SVG: an arrow for each pair, green if all is well. Rows from or to what is no
 * cluster of `networks` are not drawn.
 * @param networks the network of each cluster, of which there is at least one
 */
export function drawTraffic(
  rows: readonly TrafficRow[],
  networks: Readonly<Record<string, string>>,
): string {
  const pairs = pairsOf(rows, networks);
  const looped = pairs.filter(({ from, to }) => from === to).map(({ from }) => from);
  const sizes = pairs.map(({ label }) => labelSize(label));
  const layout = layOut(networks, looped, {
    box: boxSize(Object.keys(networks)),
    label: {
      width: Math.max(0, ...sizes.map(({ width }) => width)),
      height: Math.max(0, ...sizes.map(({ height }) => height)),
    },
  });
  const arrows = arrowsOf(pairs, layout);

  const content = hull([
    ...layout.panels.map(({ bounds }) => bounds),
    ...arrows.map(({ room }) => room),
  ]);
  const legend = {
    x: content.x + Math.max(0, (content.width - legendSize.width) / 2),
    y: content.y + content.height + margin,
    ...legendSize,
  };
  return [
    ...head(grown(hull([content, legend]), margin)),
    ...layout.panels.map(drawPanel),
    ...arrows.map(({ pair, points }) => drawArrow(pair, points)),
    ...[...layout.clusters].map(([name, { box }]) => drawBox(name, box)),
    ...arrows.map(({ pair, room }) => drawLabel(pair, room)),
    drawLegend({ x: legend.x, y: legend.y + legend.height / 2 }),
    "</svg>",
    "",
  ].join("\n");
}
