import { type Curve, pointAt } from "./curve";
import { contains, grown, overlap, type Rect, rectAround, type Size } from "./geometry";

/** Where along a curve a label may be; the middle is best. */
const candidates = Array.from({ length: 37 }, (_, step) => 0.14 + step * 0.02);
const samples = Array.from({ length: 61 }, (_, step) => step / 60);
const rounds = 4;
/** Around a label, to other labels and to other curves. */
const gaps = { label: 3, curve: 10 } as const;

export interface Labelled {
  readonly curve: Curve;
  /** Of its label. */
  readonly size: Size;
}

/**
 * A place on each curve for its label, away from what is taken, from other labels and, as far as there is room, from
 * other curves.
 */
export function placeLabels(labelled: readonly Labelled[], taken: readonly Rect[]): Rect[] {
  const lines = labelled.map(({ curve }) => samples.map((t) => pointAt(curve, t)));
  const rooms = labelled.map(({ curve, size }) => rectAround(pointAt(curve, 0.5), size));
  // Each goes where the others leave room, which makes room elsewhere; so again.
  for (let round = 0; round < rounds; round++) {
    labelled.forEach(({ curve, size }, index) => {
      const except = <T>(all: readonly T[]) => all.filter((_, other) => other !== index);
      const [others, crossing] = [except(rooms), except(lines)];
      const choices = candidates.map((t) => {
        const room = rectAround(pointAt(curve, t), size);
        const near = grown(room, gaps.curve);
        const crossed = crossing.filter((line) => line.some((point) => contains(near, point)));
        const cost = [
          covered(room, taken) * 100,
          covered(room, others) * 10,
          crossed.length * 20,
          Math.abs(t - 0.5) * 30,
        ].reduce((sum, one) => sum + one);
        return { room, cost };
      });
      rooms[index] = choices.reduce((best, one) => (one.cost < best.cost ? one : best)).room;
    });
  }
  return rooms;
}

/** How much of a label's surroundings others have. */
function covered(room: Rect, others: readonly Rect[]): number {
  return others.reduce((sum, one) => sum + overlap(grown(room, gaps.label), one), 0);
}
