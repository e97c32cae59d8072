import assert from "node:assert/strict";
import { withCluster, withKey } from "../../../support/problems";

describe("a key that a tuning does not know", () => {
  const cases: readonly (readonly [place: string, tuning: object, message: string])[] = [
    [
      "holdApplicationUntilProxyStarts",
      { holdApplicationUntilProxyStarts: true },
      "did you mean proxy.holdApplicationUntilProxyStarts",
    ],
    [
      "outboundTrafficPolicy",
      { outboundTrafficPolicy: { mode: "REGISTRY_ONLY" } },
      "did you mean outboundTraffic",
    ],
    [
      "proxy.outboundTraffic",
      { proxy: { outboundTraffic: "REGISTRY_ONLY" } },
      "did you mean outboundTraffic",
    ],
    [
      "istiod.replicas",
      { istiod: { replicas: 2 } },
      "did you mean istiod.minReplicas or istiod.maxReplicas",
    ],
    ["istiod.concurency", { istiod: { concurency: 2 } }, "did you mean proxy.concurrency"],
    ["resources", { resources: {} }, "did you mean istiod.resources or proxy.resources"],
    [
      "proxy.resources.memory",
      { proxy: { resources: { memory: "1Gi" } } },
      "did you mean proxy.resources.requests.memory or proxy.resources.limits.memory",
    ],
    ["istio", { istio: {} }, "did you mean istiod"],
    [
      "cpu",
      { cpu: 1 },
      "expected one of istiod, proxy, outboundTraffic, accessLog, dnsCapture, overlays",
    ],
    [
      "istiod.image",
      { istiod: { image: "x" } },
      "expected one of minReplicas, maxReplicas, targetCpuUtilization, resources, nodeSelector, tolerations, topologySpreadConstraints, disruptionBudget, env, logLevel",
    ],
  ];
  for (const [place, tuning, message] of cases) {
    it(`is named with the one that was meant, if one is like it: ${place}`, () => {
      assert.deepEqual(withKey("tuning", tuning), [
        `istio-mesh:tuning.${place}: unknown key, ${message}`,
      ]);
    });
  }

  it("is so in a cluster's tuning as well", () => {
    assert.deepEqual(withCluster({ tuning: { istiod: { replica: 2 }, accesslog: true } }), [
      "istio-mesh:clusters[0].tuning.istiod.replica: unknown key, did you mean istiod.minReplicas or istiod.maxReplicas",
      "istio-mesh:clusters[0].tuning.accesslog: unknown key, did you mean accessLog",
    ]);
  });

  it("is not looked for where a key is of no tuning", () => {
    assert.deepEqual(withCluster({ accesslog: true })[0]?.includes("did you mean"), false);
  });
});
