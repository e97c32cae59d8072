import assert from "node:assert/strict";
import { kwokConfig } from "../../../sandbox/kwok-stages";
import { processImagePattern } from "../../../sandbox/kubelet/images";

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
  const stages = kwokConfig()
    .split("\n---\n")
    .map((document) => JSON.parse(document) as Stage);

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

  it("leave alone every pod with a container that runs as a process or was not injected", () => {
    for (const stage of stages) {
      assert.deepEqual(stage.spec.selector.matchExpressions.at(-1), {
        key: `any(.spec.containers[].image; test("${processImagePattern}"))`,
        operator: "NotIn",
        values: ["true"],
      });
    }
  });

  it("name the images by an expression that is safe in quotes and matches them", () => {
    assert.doesNotMatch(processImagePattern, /["\\]/);
    assert.match("docker.io/istio/pilot:1.22", new RegExp(processImagePattern));
    assert.match("localhost:5000/operator:1", new RegExp(processImagePattern));
    assert.match("auto", new RegExp(processImagePattern));
    assert.doesNotMatch("docker.io/istio/proxyv2:1.22", new RegExp(processImagePattern));
  });
});
