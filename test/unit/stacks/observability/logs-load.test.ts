import assert from "node:assert/strict";
import { LoadingClusters } from "../../../support/loading-clusters";

const version = "/apis/fluentbit.fluent.io/v1alpha2";

describe("the access logs of a mesh, of what its clusters have", () => {
  const clusters = new LoadingClusters();
  beforeEach(() => clusters.begin());
  afterEach(() => clusters.end());
  after(() => clusters.remove());

  it("are refused where the kinds of their collector are not, by cluster and kind", async () => {
    const resources = [{ kind: "ClusterInput" }, { kind: "ClusterFilter" }];
    const serving = { status: 200, body: JSON.stringify({ resources }) };
    await clusters.start({ [version]: serving }, { [version]: { status: 404, body: "" } });
    const logs = { by: "fluentBit" };
    assert.deepEqual(
      await clusters.problems({}, { observability: JSON.stringify({ logs }) }),
      ["ClusterInput", "ClusterFilter"].map(
        (kind) =>
          `istio-mesh:observability.logs.by: cluster "c1" has no kind ${kind} of fluentbit.fluent.io/v1alpha2, which the Fluent Operator (2.8 or later, https://github.com/fluent/fluent-operator) brings; install that there, or leave the cluster out`,
      ),
    );
  });
});
