import assert from "node:assert/strict";
import { buildPrimarySpec } from "../../../../components/specs/istio-values";
import type { ControlPlanePlan } from "../../../../stacks/control-planes/plan";
import type { PrimaryPlan } from "../../../../stacks/cluster-plan";
import { planMesh } from "../../../../stacks/mesh-plan";
import { stackConfig } from "../../../support/meshes";

/** A primary that serves no remotes, of a mesh without a rotation. */
const [plan] = planMesh(stackConfig()).primaries;
assert.ok(plan);
const { mesh } = plan;

/** What of a spec says which roots there are. */
function rootsIn(other: Partial<PrimaryPlan>, plane: Partial<ControlPlanePlan> = {}) {
  const { spec, planHash } = build(other, plane);
  const { podAnnotations, ...pilot } = spec.values["pilot"] as {
    readonly podAnnotations: Readonly<Record<string, string>>;
  };
  const { "istio-mesh/plan": hash, ...annotations } = podAnnotations;
  assert.equal(hash, planHash);
  return { pilot, meshConfig: spec.meshConfig, annotations };
}

function build(other: Partial<PrimaryPlan>, plane: Partial<ControlPlanePlan>) {
  assert.ok(plan);
  return buildPrimarySpec({ ...plan, ...other }, { ...plan.inForce, ...plane });
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
    pilot: object,
    meshConfig: object,
  ][] = [
    [
      "has no switch where there is one root and istiod reloads by itself",
      { multiRoot: false, reloadSwitch: false },
      {},
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
      const found = rootsIn({ mesh: { ...mesh, multiRoot } }, { reloadSwitch });
      assert.deepEqual(found, { pilot, meshConfig, annotations: { "istio-mesh/root": "root" } });
    });
  }

  it("keeps what istiod is told of its remotes beside the switches", () => {
    const serving = { externalIstiod: "environment", reloadSwitch: true } as const;
    const { pilot } = rootsIn({ mesh: { ...mesh, multiRoot: true } }, serving);
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
        return build({ mesh: { ...mesh, ...roots } }, { reloadSwitch }).planHash;
      }),
    );
    assert.equal(new Set(hashes).size, 10);
  });
});
