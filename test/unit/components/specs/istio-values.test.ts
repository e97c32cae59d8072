import assert from "node:assert/strict";
import { buildPrimarySpec } from "../../../../components/specs/istio-values";
import type { ControlPlanePlan } from "../../../../stacks/control-planes/plan";
import type { PrimaryPlan } from "../../../../stacks/cluster-plan";
import { eastWestGateway } from "../../../support/gateways";

const overlay = {
  meshConfig: { accessLogFile: "/dev/stdout" },
  values: { pilot: { autoscaleMin: 2 } },
  components: {},
};
const mesh: PrimaryPlan["mesh"] = {
  id: "payments",
  version: "1.22.8",
  installer: "operator",
  pullSecrets: [],
  hub: "registry.example/istio",
  trustDomain: "example.org",
  readyTimeoutSeconds: 300,
  multiRoot: false,
  root: undefined,
};
/** Of a primary that serves no remotes. */
const plane: ControlPlanePlan = {
  revision: "default",
  version: "1.22.8",
  chart: undefined,
  reloadSwitch: false,
  externalIstiod: undefined,
};
const plan: PrimaryPlan = {
  name: "east",
  network: "net-east",
  mesh,
  role: "primary",
  intermediate: undefined,
  controlPlanes: [plane],
  inForce: plane,
  tags: [{ tag: "default", revision: "default" }],
  tagWebhooks: "operator",
  base: undefined,
  injector: { revision: "default", version: "1.22.8", tuning: undefined },
  eastWestGateway: undefined,
  gateways: [],
  ownNamespaces: [],
  namespaces: [],
  observability: { telemetry: [] },
  maintenance: false,
  customHost: undefined,
  exposes: [],
  security: [],
  watches: [],
  tuning: { meshConfig: {}, values: {}, components: {} },
};
const global = {
  meshID: "payments",
  multiCluster: { clusterName: "east" },
  network: "net-east",
};
/** What changes of the primary, and of its control plane. */
interface Change extends Partial<Omit<PrimaryPlan, "controlPlanes">> {
  readonly plane?: Partial<ControlPlanePlan>;
}
const build = ({ plane: other, ...change }: Change = {}) =>
  buildPrimarySpec({ ...plan, ...change }, { ...plane, ...other });

describe("the spec of a primary", () => {
  it("says what it installs, and which cluster of which mesh on which network it serves", () => {
    const { spec, planHash } = build();
    assert.deepEqual(spec, {
      hub: "registry.example/istio",
      tag: "1.22.8",
      revision: "default",
      meshConfig: { trustDomain: "example.org" },
      values: { global, pilot: { podAnnotations: { "istio-mesh/plan": planHash } } },
    });
  });

  const serving: readonly [what: string, Change, ofGlobal: object, env?: object][] = [
    [
      "tells istiod by its environment that it serves remotes",
      { plane: { externalIstiod: "environment" } },
      {},
      { EXTERNAL_ISTIOD: "true" },
    ],
    [
      "tells istiod by a value that it serves remotes",
      { plane: { externalIstiod: "value" } },
      { externalIstiod: true },
    ],
    [
      "gives istiod the name by which remotes know it, beside its environment",
      { plane: { externalIstiod: "environment" }, customHost: "istiod.example.org" },
      {},
      { EXTERNAL_ISTIOD: "true", ISTIOD_CUSTOM_HOST: "istiod.example.org" },
    ],
    [
      "gives istiod the name by which remotes know it, beside a value",
      { plane: { externalIstiod: "value" }, customHost: "istiod.example.org" },
      { externalIstiod: true },
      { ISTIOD_CUSTOM_HOST: "istiod.example.org" },
    ],
  ];
  for (const [what, serves, ofGlobal, env] of serving) {
    it(what, () => {
      const { spec, planHash } = build(serves);
      const podAnnotations = { "istio-mesh/plan": planHash };
      assert.deepEqual(spec, {
        ...build().spec,
        values: {
          global: { ...global, ...ofGlobal },
          pilot: { ...(env ? { env } : {}), podAnnotations },
        },
      });
    });
  }
});

describe("the tuning of a primary", () => {
  it("stands below what the topology decides, and beside it", () => {
    const { spec, planHash } = build({ tuning: overlay });
    assert.deepEqual(spec.meshConfig, {
      accessLogFile: "/dev/stdout",
      trustDomain: "example.org",
    });
    assert.deepEqual(spec.values, {
      global,
      pilot: { autoscaleMin: 2, podAnnotations: { "istio-mesh/plan": planHash } },
    });
  });

  it("leaves proxies' metadata of its own beside ours while a root is rotated", () => {
    const meshConfig = { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true" } } };
    const { spec } = build({
      mesh: { ...mesh, multiRoot: true },
      tuning: { meshConfig, values: {}, components: {} },
    });
    assert.deepEqual(spec.meshConfig?.["defaultConfig"], {
      proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true", PROXY_CONFIG_XDS_AGENT: "true" },
    });
  });

  it("tells the operator what only it knows", () => {
    const components = { pilot: { k8s: { strategy: { type: "Recreate" } } } };
    const { spec } = build({ tuning: { meshConfig: {}, values: {}, components } });
    assert.deepEqual(spec.components, components);
  });
});

describe("the hash of a primary's plan", () => {
  const { planHash } = build();
  const hashOf = (change: Change) => build(change).planHash;

  it("is the same for the same plan", () => {
    assert.match(planHash, /^[0-9a-f]{16}$/);
    assert.equal(hashOf({ mesh: { ...mesh } }), planHash);
  });

  const rolling: readonly [what: string, Change][] = [
    ["the cluster", { name: "west" }],
    ["the network", { network: "net-west" }],
    ["the mesh's id", { mesh: { ...mesh, id: "other" } }],
    ["the version", { plane: { version: "1.22.9" } }],
    ["the tuning", { tuning: overlay }],
    ["the revision", { plane: { revision: "1-22-9" } }],
    ["the mesh's hub", { mesh: { ...mesh, hub: "other.example/istio" } }],
    ["the mesh's trust domain", { mesh: { ...mesh, trustDomain: "example.com" } }],
    ["that it serves remotes, by the environment", { plane: { externalIstiod: "environment" } }],
    ["that it serves remotes, by a value", { plane: { externalIstiod: "value" } }],
    ["that roots are rotated", { mesh: { ...mesh, multiRoot: true } }],
    ["the root's name", { mesh: { ...mesh, root: "root" } }],
    ["the root's name to another", { mesh: { ...mesh, root: "next" } }],
    ["the switch for a reload of cacerts", { plane: { reloadSwitch: true } }],
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
  const still: readonly [what: string, Change][] = [
    ["who installs it", { mesh: { ...mesh, installer: "helm" } }],
    ["patience", { mesh: { ...mesh, readyTimeoutSeconds: 600 } }],
    ["the clusters that it watches", { watches: [watch] }],
    ["what it signs with", { intermediate: { root: "a", edition: "a-1-1", generate: undefined } }],
    ["a gateway", { eastWestGateway: eastWestGateway() }],
    ["what gateways let through", { exposes: ["services", "istiod"] }],
  ];
  for (const [what, changed] of still) {
    it(`is no other when this changes, so that istiod does not roll for it: ${what}`, () => {
      assert.deepEqual(build(changed), build());
    });
  }
});
