import assert from "node:assert/strict";
import { buildPrimarySpec } from "../../../../components/specs/istio-operator";
import { planMesh, type PrimaryPlan } from "../../../../stacks/mesh-plan";
import { stackConfig } from "../../../support/meshes";

/** A primary that serves no remotes, of a mesh without a rotation. */
const [plan] = planMesh(stackConfig()).primaries;
assert.ok(plan);
const { mesh } = plan;

/** What of a spec says which roots there are. */
function rootsIn(other: Partial<PrimaryPlan>) {
  const { spec, planHash } = buildPrimarySpec({ ...plan, ...other } as PrimaryPlan);
  const { "istio-mesh/plan": hash, ...annotations } =
    spec.components?.pilot.k8s.podAnnotations ?? {};
  assert.equal(hash, planHash);
  return { pilot: spec.values.pilot, meshConfig: spec.meshConfig, annotations };
}

describe("the spec of a primary, as to roots", () => {
  const { trustDomain } = mesh;
  const plain = { trustDomain };
  const told = {
    trustDomain,
    defaultConfig: { proxyMetadata: { PROXY_CONFIG_XDS_AGENT: "true" } },
  };
  const reload = { AUTO_RELOAD_PLUGIN_CERTS: "true" };
  const several = { ISTIO_MULTIROOT_MESH: "true" };

  const table: readonly [
    what: string,
    switches: { readonly multiRoot: boolean; readonly reloadSwitch: boolean },
    pilot: object | undefined,
    meshConfig: object,
  ][] = [
    [
      "has no switch where there is one root and istiod reloads by itself",
      { multiRoot: false, reloadSwitch: false },
      undefined,
      plain,
    ],
    [
      "has istiod reload cacerts where it has to be told so",
      { multiRoot: false, reloadSwitch: true },
      { env: reload },
      plain,
    ],
    [
      "has istiod take several roots, and proxies ask for them, while a root is rotated",
      { multiRoot: true, reloadSwitch: false },
      { env: several },
      told,
    ],
    [
      "has all of these switches where both are asked for",
      { multiRoot: true, reloadSwitch: true },
      { env: { ...reload, ...several } },
      told,
    ],
  ];
  for (const [what, { multiRoot, reloadSwitch }, pilot, meshConfig] of table) {
    it(what, () => {
      const found = rootsIn({ reloadSwitch, mesh: { ...mesh, multiRoot } });
      assert.deepEqual(found, { pilot, meshConfig, annotations: { "istio-mesh/root": "root" } });
    });
  }

  it("keeps what istiod is told of its remotes beside the switches", () => {
    const serving = { externalIstiod: "environment", reloadSwitch: true } as const;
    const { pilot } = rootsIn({ ...serving, mesh: { ...mesh, multiRoot: true } });
    assert.deepEqual(pilot, { env: { EXTERNAL_ISTIOD: "true", ...reload, ...several } });
  });

  it("names the root in istiod's pods, and nothing there if the stack does not know it", () => {
    assert.deepEqual(rootsIn({ mesh: { ...mesh, root: "next" } }).annotations, {
      "istio-mesh/root": "next",
    });
    assert.deepEqual(rootsIn({ mesh: { ...mesh, root: undefined } }).annotations, {});
  });

  it("bears marks of the plan that differ by every one of these", () => {
    const hashes = [
      {},
      { multiRoot: true },
      { root: "next" },
      { root: undefined },
      { multiRoot: true, root: "next" },
    ].flatMap((roots) =>
      [false, true].map((reloadSwitch) => {
        const other = { reloadSwitch, mesh: { ...mesh, ...roots } };
        return buildPrimarySpec({ ...plan, ...other }).planHash;
      }),
    );
    assert.equal(new Set(hashes).size, 10);
  });
});
