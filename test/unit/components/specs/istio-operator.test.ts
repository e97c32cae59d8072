import assert from "node:assert/strict";
import { buildPrimarySpec } from "../../../../components/specs/istio-operator";
import type { PrimaryPlan } from "../../../../stacks/mesh-plan";

const mesh = {
  id: "payments",
  version: "1.22.8",
  installer: "operator" as const,
  hub: "registry.example/istio",
  trustDomain: "example.org",
  readyTimeoutSeconds: 300,
  multiRoot: false,
  root: undefined,
};
/** A primary that serves no remotes. */
const plan: PrimaryPlan = {
  name: "east",
  network: "net-east",
  mesh,
  role: "primary",
  intermediate: undefined,
  reloadSwitch: false,
  eastWestGateway: undefined,
  maintenance: false,
  externalIstiod: undefined,
  customHost: undefined,
  exposes: [],
  watches: [],
};
const global = {
  meshID: "payments",
  multiCluster: { clusterName: "east" },
  network: "net-east",
};

describe("the spec of a primary", () => {
  it("says what it installs, and which cluster of which mesh on which network it serves", () => {
    const { spec, planHash } = buildPrimarySpec(plan);
    assert.deepEqual(spec, {
      profile: "minimal",
      hub: "registry.example/istio",
      tag: "1.22.8",
      meshConfig: { trustDomain: "example.org" },
      components: { pilot: { k8s: { podAnnotations: { "istio-mesh/plan": planHash } } } },
      values: { global },
    });
  });

  const serving: readonly [what: string, Partial<PrimaryPlan>, values: object][] = [
    [
      "tells istiod by its environment that it serves remotes",
      { externalIstiod: "environment" },
      { global, pilot: { env: { EXTERNAL_ISTIOD: "true" } } },
    ],
    [
      "tells istiod by a value that it serves remotes",
      { externalIstiod: "value" },
      { global: { ...global, externalIstiod: true } },
    ],
    [
      "gives istiod the name by which remotes know it, beside its environment",
      { externalIstiod: "environment", customHost: "istiod.example.org" },
      {
        global,
        pilot: { env: { EXTERNAL_ISTIOD: "true", ISTIOD_CUSTOM_HOST: "istiod.example.org" } },
      },
    ],
    [
      "gives istiod the name by which remotes know it, beside a value",
      { externalIstiod: "value", customHost: "istiod.example.org" },
      {
        global: { ...global, externalIstiod: true },
        pilot: { env: { ISTIOD_CUSTOM_HOST: "istiod.example.org" } },
      },
    ],
  ];
  for (const [what, serves, values] of serving) {
    it(what, () => {
      const { spec, planHash } = buildPrimarySpec({ ...plan, ...serves });
      assert.deepEqual(spec, {
        ...buildPrimarySpec(plan).spec,
        components: { pilot: { k8s: { podAnnotations: { "istio-mesh/plan": planHash } } } },
        values,
      });
    });
  }
});

describe("the hash of a primary's plan", () => {
  const { planHash } = buildPrimarySpec(plan);
  const hashOf = (other: Partial<PrimaryPlan>) => buildPrimarySpec({ ...plan, ...other }).planHash;

  it("is the same for the same plan", () => {
    assert.match(planHash, /^[0-9a-f]{16}$/);
    assert.equal(hashOf({ mesh: { ...mesh } }), planHash);
  });

  const rolling: readonly [what: string, Partial<PrimaryPlan>][] = [
    ["the cluster", { name: "west" }],
    ["the network", { network: "net-west" }],
    ["the mesh's id", { mesh: { ...mesh, id: "other" } }],
    ["the mesh's version", { mesh: { ...mesh, version: "1.22.9" } }],
    ["the mesh's hub", { mesh: { ...mesh, hub: "other.example/istio" } }],
    ["the mesh's trust domain", { mesh: { ...mesh, trustDomain: "example.com" } }],
    ["that it serves remotes, by the environment", { externalIstiod: "environment" }],
    ["that it serves remotes, by a value", { externalIstiod: "value" }],
    ["that roots are rotated", { mesh: { ...mesh, multiRoot: true } }],
    ["the root's name", { mesh: { ...mesh, root: "root" } }],
    ["the root's name to another", { mesh: { ...mesh, root: "next" } }],
    ["the switch for a reload of cacerts", { reloadSwitch: true }],
    ["its name for remotes", { customHost: "istiod.example.org" }],
  ];
  for (const [what, changed] of rolling) {
    it(`is another when this changes: ${what}`, () => {
      assert.notEqual(hashOf(changed), planHash);
    });
  }

  it("is another for every one of these changes", () => {
    const hashes = rolling.map(([, changed]) => hashOf(changed));
    assert.equal(new Set(hashes).size, rolling.length);
  });

  const watch = { cluster: "west", serves: false, server: undefined, caData: undefined };
  const gateway = {
    config: { sourceRanges: [], serviceAnnotations: {}, minReplicas: 1, maxReplicas: 5 },
    ports: [],
  };
  const still: readonly [what: string, Partial<PrimaryPlan>][] = [
    ["patience", { mesh: { ...mesh, readyTimeoutSeconds: 600 } }],
    ["the clusters that it watches", { watches: [watch] }],
    ["what it signs with", { intermediate: { root: "a", edition: "a-1-1", generate: undefined } }],
    ["a gateway", { eastWestGateway: gateway }],
    ["what gateways let through", { exposes: ["services", "istiod"] }],
  ];
  for (const [what, changed] of still) {
    it(`is no other when this changes, so that istiod does not roll for it: ${what}`, () => {
      assert.deepEqual(buildPrimarySpec({ ...plan, ...changed }), buildPrimarySpec(plan));
    });
  }
});
