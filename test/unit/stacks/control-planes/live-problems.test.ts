import assert from "node:assert/strict";
import type { LiveControlPlanes, LiveIstiod } from "../../../../stacks/control-planes/live";
import {
  chartsProblems,
  liveProblems,
  unaskedProblems,
} from "../../../../stacks/control-planes/live-problems";
import type { ControlPlanePlan } from "../../../../stacks/control-planes/plan";

const plane = (revision: string, version = "1.22.8"): ControlPlanePlan => ({
  revision,
  version,
  chart: undefined,
  reloadSwitch: false,
  externalIstiod: undefined,
});
const istiod = (
  revision: string,
  version = "1.22.8",
  installer: LiveIstiod["installer"] = "helm",
): LiveIstiod => ({ revision, version, installer });
const users = (revision: string, count: number) =>
  Array.from({ length: count }, (_, at) => ({ revision, pod: `payments/web-${at}` }));

const nothing: LiveControlPlanes = {
  cluster: "east",
  istiods: [],
  ledTo: [],
  serving: [],
  servedBy: [],
  readerOf: undefined,
  proxies: [],
};

interface Case {
  readonly planes: readonly [ControlPlanePlan, ...ControlPlanePlan[]];
  readonly live: Partial<LiveControlPlanes>;
  readonly installer?: "operator" | "helm";
}

function found({ planes, live, installer = "helm" }: Case): string[] {
  const wanted = { controlPlanes: planes, inForce: planes[0] };
  const serving = live.istiods?.map((one) => one.revision) ?? [];
  const there = { ...nothing, serving, servedBy: live.istiods ?? [], ...live };
  return liveProblems(wanted, there, installer, "").map((one) => `${one.path}: ${one.message}`);
}

describe("the control planes of a cluster", () => {
  it("may come to a cluster that has none", () => {
    assert.deepEqual(found({ planes: [plane("default")], live: {} }), []);
  });

  it("may stay as they are, come beside each other, and change by a patch or a minor in place", () => {
    const live = { istiods: [istiod("default")] };
    for (const version of ["1.22.8", "1.22.9", "1.23.0", "1.21.3"]) {
      assert.deepEqual(found({ planes: [plane("default", version)], live }), []);
    }
    assert.deepEqual(found({ planes: [plane("default"), plane("1-23-4", "1.23.4")], live }), []);
  });

  it("do not change by more than a minor in place, for proxies could not follow", () => {
    const live = { istiods: [istiod("default", "1.20.3"), istiod("next", "1.20.3")] };
    const step =
      "1.20.3 to 1.22.8 is a step of 2 minor versions, expected 1 at most; go to 1.21 first";
    assert.deepEqual(found({ planes: [plane("default"), plane("next")], live }), [
      `mesh.version: cluster "east": ${step}`,
      `upgrade.version: cluster "east": ${step}`,
    ]);
  });

  it("do not go back by a minor under the name of a revision, as by a version forgotten at the take-over", () => {
    const live = { istiods: [istiod("1-23-4", "1.23.4")] };
    const inPlace = (version: string) => found({ planes: [plane("1-23-4", version)], live });
    assert.deepEqual(inPlace("1.22.8"), [
      'mesh.version: 1.22.8, but revision "1-23-4" of cluster "east" runs 1.23.4; say mesh.version: 1.23.4 with it, as upgrade did; the way back is another revision under upgrade',
    ]);
    assert.equal(inPlace("1.21.6").length, 1);
    for (const version of ["1.23.3", "1.23.4", "1.24.0"]) {
      assert.deepEqual(inPlace(version), []);
    }
  });

  it("do not go back by a minor beside the mesh's own either", () => {
    const live = { istiods: [istiod("default"), istiod("1-23-4", "1.23.4")] };
    assert.deepEqual(found({ planes: [plane("default"), plane("1-23-4", "1.22.9")], live }), [
      'upgrade.version: 1.22.9, but revision "1-23-4" of cluster "east" runs 1.23.4; say upgrade.version: 1.23.4 again, or give the older one a revision of its own',
    ]);
  });

  it("may move from the operator to Helm, not back", () => {
    const byOperator = { istiods: [istiod("default", "1.22.8", "operator")] };
    const byHelm = { istiods: [istiod("default")] };
    const planes = [plane("default")] as const;
    assert.deepEqual(found({ planes, live: byOperator, installer: "operator" }), []);
    assert.deepEqual(found({ planes, live: byOperator }), []);
    assert.deepEqual(found({ planes, live: byHelm, installer: "operator" }), [
      'mesh.installer: operator, but istiod of cluster "east" was installed by helm, and what the operator would take over goes with the charts; leave it at helm',
    ]);
  });

  it("may go when nobody uses them any more", () => {
    const istiods = [istiod("default"), istiod("1-23-4", "1.23.4")];
    const planes = [plane("1-23-4", "1.23.4")] as const;
    assert.deepEqual(found({ planes, live: { istiods } }), []);
    assert.deepEqual(found({ planes, live: { istiods, proxies: users("1-23-4", 3) } }), []);
  });

  it("do not go while pods have their proxy from them", () => {
    const istiods = [istiod("default"), istiod("1-23-4", "1.23.4")];
    const next = 'point tags.default to "1-23-4", up, restart them, and then let it go';
    const back = "until then leave mesh without a revision";
    const planes = [plane("1-23-4", "1.23.4")] as const;
    assert.deepEqual(found({ planes, live: { istiods, proxies: users("default", 2) } }), [
      `mesh.revision: control plane "default" of cluster "east" would go, but still serves payments/web-0, payments/web-1; ${next}; ${back}`,
    ]);
    const [many] = found({ planes, live: { istiods, proxies: users("default", 7) } });
    assert.match(many ?? "", /payments\/web-4 and 2 more;/);
  });

  it("do not go on the way back either", () => {
    const istiods = [istiod("default"), istiod("1-23-4", "1.23.4")];
    const live = { istiods, proxies: users("1-23-4", 1) };
    assert.deepEqual(found({ planes: [plane("default")], live }), [
      'mesh.revision: control plane "1-23-4" of cluster "east" would go, but still serves payments/web-0; point tags.default to "default", up, restart them, and then let it go; until then keep revision "1-23-4" in mesh.revision or upgrade',
    ]);
  });
});

describe("what leads a remote to a control plane", () => {
  it("comes before a tag stands for it, and goes when nobody uses it any more", () => {
    const live = { serving: ["default", "1-23-4"], proxies: users("default", 1) };
    const next = plane("1-23-4", "1.23.4");
    assert.deepEqual(found({ planes: [plane("default"), next], live }), []);
    assert.match(
      found({ planes: [next], live }).join(),
      /^mesh\.revision: control plane "default" of cluster "east" would go, but still serves payments\/web-0;/,
    );
    assert.match(
      found({ planes: [next, plane("default")], live: { serving: ["default"] } }).join(),
      /^tags\.default: stands for "1-23-4", which cluster "east" does not have yet; let it stand for default,/,
    );
  });
});

describe("a control plane that would go while a cluster is in maintenance", () => {
  it("stays, for nobody can ask who uses it there", () => {
    const leaving = new Map([
      ["east", ["default"]],
      ["west", []],
    ]);
    assert.deepEqual(unaskedProblems(leaving, ["edge"], ""), [
      {
        path: "mesh.revision",
        message:
          'control plane "default" of cluster "east" would go, but edge, in maintenance, cannot be asked who still uses it; let it go when all clusters are back',
      },
    ]);
    assert.deepEqual(unaskedProblems(leaving, [], ""), []);
    assert.deepEqual(unaskedProblems(new Map([["east", []]]), ["edge"], ""), []);
  });
});

describe("the control plane that is to serve a cluster", () => {
  it("has to be there before the tag default stands for it, unless there is none at all", () => {
    const istiods = [istiod("default")];
    assert.deepEqual(found({ planes: [plane("next"), plane("default")], live: { istiods } }), [
      'tags.default: stands for "next", which cluster "east" does not have yet; let it stand for default, bring the other up beside it by upgrade, and move the tag in an up of its own',
    ]);
    assert.deepEqual(found({ planes: [plane("next")], live: {} }), []);
  });
});

describe("the charts by which a cluster is part of a mesh", () => {
  const base = { chart: "base" };
  const remote = { role: "remote", base: undefined } as const;
  const newerRemote = { role: "remote", base } as const;
  const primary = { role: "primary", base } as const;
  type Wanted = Parameters<typeof chartsProblems>[0];
  const of = (
    wanted: Wanted,
    readerOf: string | undefined,
    live: Partial<LiveControlPlanes> = {},
  ) =>
    chartsProblems(wanted, { ...nothing, readerOf, ...live }, "clusters[0]").map(
      (one) => one.message,
    );

  it("are not taken for others, which have objects of the same names", () => {
    assert.deepEqual(of(primary, "istiod-remote"), [
      'cluster "east" is part of the mesh by Helm\'s istiod-remote, and would be by istio-base, as another role or version has it, with objects of the same names; take the cluster out of the config, up, and put it in again',
    ]);
    assert.equal(of(remote, "istio-base").length, 1);
  });

  it("may come to a cluster that has none, or those of the operator", () => {
    for (const readerOf of [undefined, "istio", "istio-base"]) {
      assert.deepEqual(of(primary, readerOf), []);
    }
  });

  it("are the same for both roles from 1.24 on, and not taken for the other's either", () => {
    const other =
      "by the same charts of Helm's, with objects of the same names that are something else; take the cluster out of the config, up, and put it in again";
    const asPrimary = { istiods: [istiod("default")] };
    const asRemote = { ledTo: ["default"] };
    assert.deepEqual(of(newerRemote, "istio-base", asPrimary), [
      `cluster "east" is a primary, and would be a remote ${other}`,
    ]);
    assert.deepEqual(of(primary, "istio-base", asRemote), [
      `cluster "east" is a remote, and would be a primary ${other}`,
    ]);
    assert.deepEqual(of(primary, "istio-base", asPrimary), []);
    assert.deepEqual(of(newerRemote, "istio-base", asRemote), []);
    // The operator changes a role in place.
    assert.deepEqual(of(primary, "istio", asRemote), []);
  });
});
