import assert from "node:assert/strict";
import {
  injectableCondition,
  rolledOutCondition,
  rolloutAnnotations,
} from "../../../../components/specs/conditions";
import type { ControlPlaneAddress } from "../../../../stacks/control-plane-address";

const path = "/inject/cluster/edge/net/net-edge";
const byPath: ControlPlaneAddress = {
  remotePilotAddress: "198.18.0.1",
  injection: { path },
  reason: "it is the gateway's IP",
};
const url = `https://istiod.example.org:15017${path}`;
const byUrl: ControlPlaneAddress = {
  remotePilotAddress: "istiod.example.org",
  injection: { url },
  reason: "it is the name that the config gives",
};

describe("the condition of a rollout", () => {
  it("asks for this plan's pods, seen by the controller and rolled out to the end", () => {
    assert.equal(
      rolledOutCondition("0123abcd"),
      "jsonpath={$.status.conditions[?@.type == 'Progressing'&&@.reason == 'NewReplicaSetAvailable'" +
        "&&$.metadata.generation == $.status.observedGeneration" +
        "&&$.metadata.annotations['istio-mesh/plan'] == '0123abcd'" +
        "&&$.spec.template.metadata.annotations['istio-mesh/plan'] == '0123abcd']}",
    );
  });
});

describe("what istiod's Deployment bears", () => {
  it("is the plan, and what to wait for where the operator rolls it out", () => {
    assert.deepEqual(rolloutAnnotations("0123", "operator"), {
      "istio-mesh/plan": "0123",
      "pulumi.com/waitFor": rolledOutCondition("0123"),
    });
    assert.deepEqual(rolloutAnnotations("0123", "helm"), { "istio-mesh/plan": "0123" });
  });
});

describe("the condition of a remote's injection", () => {
  const patched = (plan: string) => `&&$.metadata.annotations['istio-mesh/plan'] == '${plan}'`;

  it("asks for the authority, and for the path where it is called by one", () => {
    assert.equal(
      injectableCondition(byPath, "operator"),
      `jsonpath={$.webhooks[?@.clientConfig.caBundle&&@.clientConfig.service.path == '${path}'${patched(path)}]}`,
    );
  });

  it("asks for the authority, and for the URL where it is called by one", () => {
    assert.equal(
      injectableCondition(byUrl, "operator"),
      `jsonpath={$.webhooks[?@.clientConfig.caBundle&&@.clientConfig.url == '${url}'${patched(url)}]}`,
    );
  });
});

describe("the condition of a remote's injection that a chart has made", () => {
  it("asks for no address, the chart's next one would wait for that of before, and is none that the operator's object meets", () => {
    for (const address of [byPath, byUrl]) {
      const plan = `${"url" in address.injection ? url : path} by helm`;
      assert.equal(
        injectableCondition(address, "helm"),
        `jsonpath={$.webhooks[?@.clientConfig.caBundle&&$.metadata.annotations['istio-mesh/plan'] == '${plan}']}`,
      );
    }
  });
});

describe("a condition", () => {
  it("has no blank beside an &&, over which the plugin's parser stumbles", () => {
    for (const one of [rolledOutCondition("x"), injectableCondition(byPath, "operator")]) {
      assert.doesNotMatch(one, / &&|&& /);
    }
  });
});
