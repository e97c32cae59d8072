import assert from "node:assert/strict";
import { buildOperatorSpec, healthyCondition } from "../../../../components/specs/istio-operator";

describe("the spec of an IstioOperator", () => {
  const values = {
    global: { meshID: "payments", multiCluster: { clusterName: "east" }, network: "net-east" },
  };
  const common = { hub: "registry.example/istio", tag: "1.22.8", values };

  it("is a profile and what the charts are told", () => {
    const meshConfig = { trustDomain: "example.org" };
    assert.deepEqual(buildOperatorSpec("minimal", { ...common, revision: "default", meshConfig }), {
      profile: "minimal",
      ...common,
      meshConfig,
    });
  });

  it("has no config of the mesh in a remote", () => {
    assert.deepEqual(buildOperatorSpec("remote", { ...common, revision: "default" }), {
      profile: "remote",
      ...common,
    });
  });
});

describe("the condition of an IstioOperator", () => {
  for (const [profile, component] of [
    ["minimal", "Pilot"],
    ["remote", "IstiodRemote"],
  ] as const) {
    it(`asks for health, and for ${component} where the profile is ${profile}`, () => {
      const condition = healthyCondition(profile);
      assert.deepEqual(JSON.parse(condition), [
        "jsonpath={.status.status}=HEALTHY",
        `jsonpath={.status.componentStatus.${component}.status}=HEALTHY`,
      ]);
    });
  }
});
