import assert from "node:assert/strict";
import {
  deactivatedWebhooks,
  revisionTagCondition,
  revisionTagLabels,
} from "../../../../components/specs/revision-tag";

describe("the webhooks of a remote's revision tag", () => {
  it("are Istio's four, by its names, and match nothing, neither by namespace nor by pod", () => {
    const never = { matchLabels: { "istio.io/deactivated": "never-match" } };
    assert.deepEqual(
      deactivatedWebhooks.map(({ name, namespaceSelector, objectSelector }) => [
        name,
        namespaceSelector,
        objectSelector,
      ]),
      [
        ["rev.namespace.sidecar-injector.istio.io", never, never],
        ["rev.object.sidecar-injector.istio.io", never, never],
        ["namespace.sidecar-injector.istio.io", never, never],
        ["object.sidecar-injector.istio.io", never, never],
      ],
    );
  });
});

describe("a revision tag", () => {
  it("has the labels by which the operator and istiod look for it", () => {
    assert.deepEqual(revisionTagLabels, {
      app: "sidecar-injector",
      "istio.io/rev": "default",
      "istio.io/tag": "default",
    });
  });

  it("is done on a primary when it can be called, on a remote when it is off", () => {
    const field = "jsonpath={.webhooks[0]";
    assert.equal(revisionTagCondition("primary"), `${field}.clientConfig.caBundle}`);
    assert.equal(revisionTagCondition("remote"), `${field}.namespaceSelector.matchLabels}`);
  });
});
