import { connect } from "./curve";
import type { Point, Rect } from "./geometry";
import { placeLabels } from "./labels";
import { type Layout, rectsOf } from "./layout";
import type { Pair } from "./pairs";
import { labelSize } from "./text";

export interface Arrow {
  readonly pair: Pair;
  /** Of a Bézier curve, quadratic or cubic. */
  readonly points: readonly Point[];
  /** Where its label is. */
  readonly room: Rect;
}

/** An arrow for each pair. */
export function arrowsOf(pairs: readonly Pair[], layout: Layout): Arrow[] {
  const loops = pairs.flatMap((pair): Arrow[] => {
    const loop = pair.from === pair.to ? layout.clusters.get(pair.from)?.loop : undefined;
    return loop === undefined ? [] : [{ pair, points: loop.points, room: loop.label }];
  });
  const straight = pairs.flatMap((pair) => {
    const [from, to] = [layout.clusters.get(pair.from), layout.clusters.get(pair.to)];
    return from === undefined || to === undefined || from === to
      ? []
      : [{ pair, curve: connect(from.box, to.box), size: labelSize(pair.label) }];
  });
  const taken = [
    ...[...layout.clusters.values()].flatMap(rectsOf),
    ...layout.panels.map(({ titleRoom }) => titleRoom),
  ];
  const rooms = placeLabels(straight, taken);
  return [
    ...loops,
    ...straight.flatMap(({ pair, curve }, index) =>
      rooms.slice(index, index + 1).map((room): Arrow => ({ pair, points: curve, room })),
    ),
  ];
}
