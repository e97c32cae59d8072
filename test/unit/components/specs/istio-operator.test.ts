import assert from "node:assert/strict";
import {
  buildControlPlaneSpec,
  type ControlPlaneSettings,
  rolledOutCondition,
} from "../../../../components/specs/istio-operator";

const mesh = {
  id: "payments",
  version: "1.22.8",
  hub: "registry.example/istio",
  trustDomain: "example.org",
  readyTimeoutSeconds: 300,
};
const settings: ControlPlaneSettings = { mesh, clusterName: "east", network: "net-east" };

describe("the spec of a control plane", () => {
  it("says what it installs, and which cluster of which mesh on which network it serves", () => {
    const { spec, planHash } = buildControlPlaneSpec(settings);
    assert.deepEqual(spec, {
      profile: "minimal",
      hub: "registry.example/istio",
      tag: "1.22.8",
      meshConfig: { trustDomain: "example.org" },
      components: { pilot: { k8s: { podAnnotations: { "istio-mesh/plan": planHash } } } },
      values: {
        global: {
          meshID: "payments",
          multiCluster: { clusterName: "east" },
          network: "net-east",
        },
      },
    });
  });

  it("is marked by a hash that is the same for the same plan", () => {
    const { planHash } = buildControlPlaneSpec(settings);
    assert.match(planHash, /^[0-9a-f]{16}$/);
    assert.equal(buildControlPlaneSpec({ ...settings, mesh: { ...mesh } }).planHash, planHash);
  });

  const changes: readonly [what: string, ControlPlaneSettings][] = [
    ["the cluster", { ...settings, clusterName: "west" }],
    ["the network", { ...settings, network: "net-west" }],
    ...(["id", "version", "hub", "trustDomain"] as const).map(
      (key): [string, ControlPlaneSettings] => [
        `the mesh's ${key}`,
        { ...settings, mesh: { ...mesh, [key]: "other" } },
      ],
    ),
  ];
  for (const [what, changed] of changes) {
    it(`is marked by another hash when ${what} changes`, () => {
      assert.notEqual(
        buildControlPlaneSpec(changed).planHash,
        buildControlPlaneSpec(settings).planHash,
      );
    });
  }

  it("is no other for more patience, so that istiod does not roll for it", () => {
    const patient = { ...settings, mesh: { ...mesh, readyTimeoutSeconds: 600 } };
    assert.deepEqual(buildControlPlaneSpec(patient), buildControlPlaneSpec(settings));
  });
});

describe("the condition of a rollout", () => {
  it("asks for this plan's pods, seen by the controller and rolled out to the end", () => {
    assert.equal(
      rolledOutCondition("0123abcd"),
      "jsonpath={$.status.conditions[?@.type == 'Progressing'&&@.reason == 'NewReplicaSetAvailable'" +
        "&&$.metadata.generation == $.status.observedGeneration" +
        "&&$.spec.template.metadata.annotations['istio-mesh/plan'] == '0123abcd']}",
    );
  });

  it("has no blank beside an &&, over which the plugin's parser stumbles", () => {
    assert.doesNotMatch(rolledOutCondition("x"), / &&|&& /);
  });
});
