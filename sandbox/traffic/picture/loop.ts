import { centreOf, hull, type Point, type Rect, type Size } from "./geometry";

export type Side = "left" | "right" | "top" | "bottom";

/** The arrow of a cluster's traffic to itself. */
export interface Loop {
  /** Start, two control points and end of a cubic Bézier curve. */
  readonly points: readonly Point[];
  readonly bounds: Rect;
  /** Room for its label. */
  readonly label: Rect;
}

const reach = 30;
const halfWidth = 16;
const halfFoot = 9;
const gap = 5;

/** The side of a box that faces away from all others, where no other arrow is. */
export function sideOf({ x, y }: Point): Side {
  if (Math.abs(x) >= Math.abs(y) * 0.6) {
    return x <= 0 ? "left" : "right";
  }
  return y < 0 ? "top" : "bottom";
}

export function loopAt(box: Rect, side: Side, { width, height }: Size): Loop {
  const centre = centreOf(box);
  const outward = { left: [-1, 0], right: [1, 0], top: [0, -1], bottom: [0, 1] }[side];
  const [ox = 0, oy = 0] = outward;
  const foot = { x: centre.x + (ox * box.width) / 2, y: centre.y + (oy * box.height) / 2 };
  /** So far out of the box, and so far along its side. */
  const at = (out: number, along: number): Point => ({
    x: foot.x + ox * out - oy * along,
    y: foot.y + oy * out + ox * along,
  });
  // A curve goes three quarters of the way to its control points.
  const far = (reach * 4) / 3;
  const points = [
    at(2, -halfFoot),
    at(far, -halfWidth * 2),
    at(far, halfWidth * 2),
    at(gap, halfFoot),
  ];
  const middle = at(reach + gap, 0);
  const label = {
    x: middle.x - width / 2 + (ox * width) / 2,
    y: middle.y - height / 2 + (oy * height) / 2,
    width,
    height,
  };
  const corners = [at(0, -halfWidth - 4), at(reach, halfWidth + 4)];
  return {
    points,
    bounds: hull(corners.map((point) => ({ ...point, width: 0, height: 0 }))),
    label,
  };
}
