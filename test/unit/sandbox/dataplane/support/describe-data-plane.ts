import assert from "node:assert/strict";
import { whyNoDataPlane } from "../../../../../sandbox/dataplane/support";

/** Tests of what needs a data plane; a machine that cannot have one has but to say why. */
export function describeDataPlane(title: string, tests: () => void): void {
  const why = whyNoDataPlane();
  describe(title, () => {
    if (why === undefined) {
      tests();
    } else {
      it(`cannot be tried on this machine: ${why}`, () => assert.match(why, /^\S+ .*[^.\s]$/));
    }
  });
}
