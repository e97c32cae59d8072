import assert from "node:assert/strict";
import type { Checkout } from "./checkout";
import { TestCluster } from "./clusters";
import { TestStack } from "./stack";

/** What the suites share: one checkout, the stack in it, and the clusters of its mesh. */
export interface MeshUnderTest {
  readonly checkout: Checkout;
  readonly stack: TestStack;
  readonly clusters: readonly TestCluster[];
  cluster(name: string): TestCluster;
}

/** The mesh of a stack whose clusters run in the checkout's sandbox. */
export function meshUnderTest(
  checkout: Checkout,
  stack: string,
  names: readonly string[],
): MeshUnderTest {
  const clusters = names.map((name) => new TestCluster(checkout, name));
  return {
    checkout,
    stack: new TestStack(checkout, stack),
    clusters,
    cluster: (wanted) => {
      const found = clusters.find((one) => one.name === wanted);
      assert.ok(found, wanted);
      return found;
    },
  };
}
