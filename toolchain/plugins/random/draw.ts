import { createHash, randomBytes } from "node:crypto";

/** Draws a whole number from 0 up to, not including, the bound; each is equally likely. */
export type Draw = (bound: number) => number;

/** Draws from the system's generator, or, given a seed, from a sequence that depends on it alone. */
export function createDraw(seed?: string): Draw {
  const next = seed === undefined || seed === "" ? () => randomBytes(8) : seeded(seed);
  return (bound) => {
    // Numbers beyond the last multiple of the bound are drawn again: they would favour small results.
    const range = 1n << 64n;
    const limit = range - (range % BigInt(bound));
    let value: bigint;
    do {
      value = next().readBigUInt64BE();
    } while (value >= limit);
    return Number(value % BigInt(bound));
  };
}

/** The items in random order. */
export function shuffled<T>(items: readonly T[], draw: Draw): T[] {
  const rest = [...items];
  return items.flatMap(() => rest.splice(draw(rest.length), 1));
}

/**
 * A hashed counter. Upstream's seeded numbers come from Go's math/rand, whose table of 607 numbers has
 * no formula worth copying; so the same seed gives another result here, though always the same one.
 */
function seeded(seed: string): () => Buffer {
  let counter = 0;
  return () => createHash("sha256").update(`${counter++}:${seed}`).digest();
}
