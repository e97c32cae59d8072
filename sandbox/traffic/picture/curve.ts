import { centreOf, contains, grown, type Point, type Rect } from "./geometry";

/** A quadratic Bézier curve: start, control point, end. */
export type Curve = readonly [Point, Point, Point];

/** How far its middle is from the straight line: there and back have room beside each other, labels included. */
const bow = 38;
const gapToBox = 4;
const steps = 200;

/** From box to box, to the left of the straight line for who goes along it, so that the way back is another. */
export function connect(from: Rect, to: Rect): Curve {
  const [start, end] = [centreOf(from), centreOf(to)];
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const length = Math.hypot(dx, dy);
  const control = {
    x: (start.x + end.x) / 2 + (dy / length) * 2 * bow,
    y: (start.y + end.y) / 2 - (dx / length) * 2 * bow,
  };
  const whole: Curve = [start, control, end];
  const outside = Array.from({ length: steps }, (_, step) => step / steps).filter((t) => {
    const point = pointAt(whole, t);
    return !contains(grown(from, gapToBox), point) && !contains(grown(to, gapToBox), point);
  });
  return part(whole, outside[0] ?? 0, outside.at(-1) ?? 1);
}

/** @param t from 0 at the start to 1 at the end */
export function pointAt([start, control, end]: Curve, t: number): Point {
  return between(between(start, control, t), between(control, end, t), t);
}

function part([start, control, end]: Curve, from: number, to: number): Curve {
  const middle = between(between(start, control, from), between(control, end, from), to);
  const curve: Curve = [start, control, end];
  return [pointAt(curve, from), middle, pointAt(curve, to)];
}

function between(one: Point, other: Point, t: number): Point {
  return { x: one.x + (other.x - one.x) * t, y: one.y + (other.y - one.y) * t };
}
