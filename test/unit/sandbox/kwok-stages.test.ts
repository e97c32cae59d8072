import assert from "node:assert/strict";
import { kwokConfig } from "../../../sandbox/kwok-stages";
import { processPodCondition } from "../../../sandbox/kubelet/pod-images";

interface Stage {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly resourceRef: object;
    readonly selector: { readonly matchExpressions: readonly { readonly key: string }[] };
  };
}

describe("kwok's stages", () => {
  const stagesOf = (hasDataPlane: boolean) =>
    kwokConfig(hasDataPlane)
      .split("\n---\n")
      .map((document) => JSON.parse(document) as Stage);
  const stages = stagesOf(true);

  it("are documents of the Stage kind, about pods", () => {
    assert.deepEqual(
      stages.map((stage) => [stage.apiVersion, stage.kind, stage.metadata.name]),
      ["pod-ready", "pod-complete", "pod-delete"].map((name) => [
        "kwok.x-k8s.io/v1alpha1",
        "Stage",
        name,
      ]),
    );
    for (const stage of stages) {
      assert.deepEqual(stage.spec.resourceRef, { apiGroup: "v1", kind: "Pod" });
    }
  });

  it("leave alone every pod that is the process runtime's, with a data plane or without", () => {
    for (const hasDataPlane of [true, false]) {
      for (const stage of stagesOf(hasDataPlane)) {
        assert.deepEqual(stage.spec.selector.matchExpressions.at(-1), {
          key: processPodCondition(hasDataPlane),
          operator: "NotIn",
          values: ["true"],
        });
      }
    }
  });

  it("keep conditions of their own", () => {
    assert.deepEqual(
      stages.map((stage) => stage.spec.selector.matchExpressions.length),
      [3, 4, 2],
    );
  });
});
