import type { Checkout } from "./checkout";
import type { TestCluster } from "./clusters";
import type { TestStack } from "./stack";

/** What the suites share: one checkout, the stack in it, and the clusters of its mesh. */
export interface MeshUnderTest {
  readonly checkout: Checkout;
  readonly stack: TestStack;
  readonly clusters: readonly TestCluster[];
  cluster(name: string): TestCluster;
}
