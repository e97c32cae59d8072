import { connect, pointAt } from "./curve";
import {
  centreOf,
  grown,
  hull,
  overlap,
  type Point,
  type Rect,
  rectAround,
  type Size,
} from "./geometry";
import { fonts, shortened, textWidth } from "./text";

/** A network's clusters on a ground of their own. */
export interface Panel {
  /** All of it. */
  readonly bounds: Rect;
  readonly title: string;
  /** Where the title is. */
  readonly titleRoom: Rect;
}

const padding = 16;
const titleHeight = 30;
const gap = 28;

/** Around all that is in it, with its title on the side that faces away from the middle, where few arrows are. */
export function panelAround(network: string, content: readonly Rect[], middle: Point): Panel {
  const title = `network ${shortened(network)}`;
  const inner = grown(hull(content), padding);
  const { x, y } = centreOf(inner);
  const [isRight, isBelow] = [x > middle.x + 1, y > middle.y + 1];
  const width = textWidth(title, fonts.text) + 2 * padding;
  const titleRoom = {
    x: isRight ? inner.x + inner.width - width : inner.x,
    y: isBelow ? inner.y + inner.height - padding / 2 : inner.y - titleHeight + padding / 2,
    width,
    height: titleHeight,
  };
  return { title, titleRoom, bounds: hull([inner, titleRoom]) };
}

/** Where the labels may be of arrows between boxes of one network, which are to be in its panel. */
export function roomBetween(boxes: readonly Rect[], label: Size): Rect[] {
  return boxes.flatMap((from) =>
    boxes
      .filter((to) => to !== from)
      .map((to) => rectAround(pointAt(connect(from, to), 0.5), label)),
  );
}

export function panelsMeet(panels: readonly Panel[]): boolean {
  const rooms = panels.map(({ bounds }) => grown(bounds, gap / 2));
  return rooms.some((one, index) =>
    rooms.slice(index + 1).some((other) => overlap(one, other) > 0),
  );
}
