import assert from "node:assert/strict";
import {
  buildTagWebhooks,
  deactivatedWebhooks,
  type Injection,
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

describe("the webhooks of a tag that stands for a revision", () => {
  const names = (tag: string) => buildTagWebhooks(tag, "1-23-4").map(({ name }) => name);

  it("call that revision's istiod", () => {
    for (const [revision, name] of [
      ["1-23-4", "istiod-1-23-4"],
      ["default", "istiod"],
    ] as const) {
      const service = { name, namespace: "istio-system", path: "/inject", port: 443 };
      for (const { clientConfig } of buildTagWebhooks("default", revision)) {
        assert.deepEqual(clientConfig, { service });
      }
    }
  });

  it("call it on a remote for that cluster and network, by its Service or by a URL", () => {
    const path = "/inject/cluster/edge/net/net-edge";
    const url = `https://istiod.example.org:15017${path}`;
    const called = (injection: Injection) =>
      buildTagWebhooks("canary", "1-23-4", injection).map((one) => one.clientConfig);
    const service = { name: "istiod-1-23-4", namespace: "istio-system", path, port: 443 };
    assert.deepEqual(called({ path }), [{ service }, { service }]);
    assert.deepEqual(called({ url }), [{ url }, { url }]);
  });

  it("are for those that name the tag; only default is for those that name none", () => {
    assert.deepEqual(names("canary"), [
      "rev.namespace.sidecar-injector.istio.io",
      "rev.object.sidecar-injector.istio.io",
    ]);
    assert.deepEqual(names("default"), [
      "rev.namespace.sidecar-injector.istio.io",
      "rev.object.sidecar-injector.istio.io",
      "namespace.sidecar-injector.istio.io",
      "object.sidecar-injector.istio.io",
    ]);
  });

  it("take a namespace's wish for injection before the name of a revision, and a pod's refusal before both", () => {
    const [byNamespace] = buildTagWebhooks("canary", "1-23-4");
    assert.deepEqual(byNamespace?.namespaceSelector, {
      matchExpressions: [
        { key: "istio.io/rev", operator: "In", values: ["canary"] },
        { key: "istio-injection", operator: "DoesNotExist" },
      ],
    });
    assert.deepEqual(byNamespace.objectSelector, {
      matchExpressions: [{ key: "sidecar.istio.io/inject", operator: "NotIn", values: ["false"] }],
    });
  });
});

describe("a revision tag", () => {
  it("has the labels by which the operator and istiod look for it", () => {
    assert.deepEqual(revisionTagLabels("canary", "1-23-4"), {
      app: "sidecar-injector",
      "istio.io/rev": "1-23-4",
      "istio.io/tag": "canary",
    });
  });

  it("is done when it can be called, and calls the revision, or when it is off", () => {
    const field = "jsonpath={.webhooks[0]";
    assert.equal(revisionTagCondition("operator", "default"), `${field}.clientConfig.caBundle}`);
    assert.equal(revisionTagCondition("off", "default"), `${field}.namespaceSelector.matchLabels}`);
    assert.equal(
      revisionTagCondition("revision", "1-23-4"),
      "jsonpath={$.webhooks[?@.clientConfig.caBundle&&@.clientConfig.service.name == 'istiod-1-23-4'" +
        "&&$.metadata.annotations['istio-mesh/plan'] == '1-23-4']}",
    );
  });
});
