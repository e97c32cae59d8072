import type { Checkout } from "./checkout";
import type { TestCluster } from "./clusters";

/** What the suites share: one checkout, and the mesh that it made. */
export interface MeshUnderTest {
  readonly checkout: Checkout;
  readonly clusters: readonly TestCluster[];
  cluster(name: string): TestCluster;
}
