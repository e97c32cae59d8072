import assert from "node:assert/strict";
import type { Recorded } from "./mocks";

/**
 * The rounds in which the engine deletes resources; all of a round go at once. A resource goes when nothing depends
 * directly on it any more, and counting starts at those that depend on nothing: a longer chain goes earlier. What stays
 * is no link of a chain.
 * Source: https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/step_generator.go (ScheduleDeletes)
 */
export function deletionRounds(leaving: readonly Recorded[]): readonly (readonly Recorded[])[] {
  const rounds: Recorded[][] = [];
  let left = leaving;
  while (left.length > 0) {
    const urns = new Set(left.map((one) => one.urn));
    const isFree = (one: Recorded) => !one.outlivedBy.some((urn) => urns.has(urn));
    const round = left.filter(isFree);
    assert.ok(round.length > 0, "no resource depends on itself in a circle");
    rounds.unshift(round);
    left = left.filter((one) => !round.includes(one));
  }
  return rounds;
}

/** What one recording has and another has not. */
export function without(
  resources: readonly Recorded[],
  others: readonly Recorded[],
): readonly Recorded[] {
  const urns = new Set(others.map((one) => one.urn));
  return resources.filter((one) => !urns.has(one.urn));
}
