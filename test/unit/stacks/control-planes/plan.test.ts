import assert from "node:assert/strict";
import {
  type ControlPlanesConfig,
  planControlPlanes,
  planRemoteControlPlanes,
} from "../../../../stacks/control-planes/plan";

type Other = Partial<Omit<ControlPlanesConfig, "mesh">> & { mesh?: object };
const charts = { path: "charts/{version}", digests: {} };
const upgrade = { version: "1.23.4", revision: "1-23-4", acceptSkew: false };

/** The control planes of east, installed by Helm at 1.22.8. */
function planned({ mesh, ...other }: Other = {}) {
  const own = { version: "1.22.8", installer: "helm" as const, ...mesh };
  return planControlPlanes({ mesh: own, charts, tags: {}, ...other }, "east", false);
}

/** Revisions and versions of the control planes. */
function planes(other: Other): (readonly [string, string])[] {
  return planned(other).controlPlanes.map((one) => [one.revision, one.version] as const);
}

describe("the control planes of a primary", () => {
  it("are one, called default, of the mesh's version", () => {
    assert.deepEqual(planes({}), [["default", "1.22.8"]]);
  });

  it("are one of the mesh's revision", () => {
    assert.deepEqual(planes({ mesh: { revision: "1-22-8" } }), [["1-22-8", "1.22.8"]]);
  });

  it("are two during an upgrade, the mesh's own first", () => {
    assert.deepEqual(planes({ upgrade }), [
      ["default", "1.22.8"],
      ["1-23-4", "1.23.4"],
    ]);
  });

  it("are two only on the clusters that the upgrade names", () => {
    assert.equal(planes({ upgrade: { ...upgrade, clusters: ["west"] } }).length, 1);
    assert.equal(planes({ upgrade: { ...upgrade, clusters: ["west", "east"] } }).length, 2);
  });

  it("are each told what its own version needs", () => {
    const { controlPlanes } = planControlPlanes(
      { mesh: { version: "1.17.8", installer: "helm" }, tags: {}, upgrade },
      "east",
      true,
    );
    assert.deepEqual(
      controlPlanes.map(({ reloadSwitch, externalIstiod }) => [reloadSwitch, externalIstiod]),
      [
        [true, "environment"],
        [false, "value"],
      ],
    );
  });

  it("come from charts of their own versions, what they share from those of the newer one", () => {
    const there = planned({ upgrade });
    assert.deepEqual(
      there.controlPlanes.map((one) => one.chart?.chart),
      ["charts/1.22.8/istiod", "charts/1.23.4/istiod"],
    );
    assert.equal(there.base?.chart, "charts/1.23.4/base");
    const back = planned({ upgrade: { ...upgrade, version: "1.21.0" } });
    assert.equal(back.base?.chart, "charts/1.22.8/base");
    const patch = planned({ upgrade: { ...upgrade, version: "1.22.10" } });
    assert.equal(patch.base?.chart, "charts/1.22.10/base");
    const candidate = { ...upgrade, version: "1.23.0" };
    const released = planned({ mesh: { version: "1.23.0-rc.1" }, upgrade: candidate });
    assert.equal(released.base?.chart, "charts/1.23.0/base");
  });

  it("have no charts where the operator installs, and leave it its tag", () => {
    const { controlPlanes, base, tags, tagWebhooks } = planned({ mesh: { installer: "operator" } });
    assert.deepEqual([controlPlanes[0].chart, base], [undefined, undefined]);
    assert.deepEqual(tags, [{ tag: "default", revision: "default" }]);
    assert.equal(tagWebhooks, "operator");
    const older = planned({ mesh: { installer: "operator", version: "1.17.8" } });
    assert.equal(older.tagWebhooks, "revision", "an operator before 1.18 makes no tag");
  });
});

describe("the revision tags of a primary", () => {
  const revisions = (other: Other) => planned(other).tags.map((one) => [one.tag, one.revision]);

  it("are default alone, for the mesh's revision", () => {
    assert.deepEqual(revisions({}), [["default", "default"]]);
    assert.deepEqual(revisions({ mesh: { revision: "1-22-8" } }), [["default", "1-22-8"]]);
    assert.deepEqual(revisions({ upgrade }), [["default", "default"]]);
  });

  it("stand for what the config says, default first", () => {
    assert.deepEqual(revisions({ upgrade, tags: { canary: "1-23-4", "a-tag": "default" } }), [
      ["default", "default"],
      ["a-tag", "default"],
      ["canary", "1-23-4"],
    ]);
    assert.deepEqual(revisions({ upgrade, tags: { default: "1-23-4" } }), [["default", "1-23-4"]]);
  });

  it("stand for the mesh's revision on clusters that do not have the other yet", () => {
    const elsewhere = { ...upgrade, clusters: ["west"] };
    assert.deepEqual(
      revisions({ upgrade: elsewhere, tags: { default: "1-23-4", canary: "1-23-4" } }),
      [
        ["default", "default"],
        ["canary", "default"],
      ],
    );
  });

  it("decide by default which control plane is in force", () => {
    assert.equal(planned({ upgrade }).inForce.version, "1.22.8");
    assert.equal(planned({ upgrade, tags: { default: "1-23-4" } }).inForce.version, "1.23.4");
    assert.equal(planned({ upgrade, tags: { canary: "1-23-4" } }).inForce.version, "1.22.8");
  });
});

describe("what leads a remote to control planes", () => {
  const remote = ({ mesh, ...other }: Other = {}) => {
    const config = {
      mesh: { version: "1.22.8", installer: "helm" as const, ...mesh },
      charts,
      tags: {},
      ...other,
    };
    return planRemoteControlPlanes(config, planControlPlanes(config, "east", true));
  };

  it("is there for each of its primary, with the same tags", () => {
    const { controlPlanes, inForce, tags } = remote({
      upgrade,
      tags: { default: "1-23-4", canary: "1-23-4" },
    });
    assert.deepEqual(
      controlPlanes.map((one) => [one.revision, one.version, one.chart?.reference.chart]),
      [
        ["default", "1.22.8", "charts/1.22.8/istiod-remote"],
        ["1-23-4", "1.23.4", "charts/1.23.4/istiod-remote"],
      ],
    );
    assert.equal(inForce.revision, "1-23-4");
    assert.deepEqual(tags, [
      { tag: "default", revision: "1-23-4" },
      { tag: "canary", revision: "1-23-4" },
    ]);
  });

  it("is there only for those that its primary has", () => {
    assert.equal(remote({ upgrade: { ...upgrade, clusters: ["west"] } }).controlPlanes.length, 1);
  });

  it("comes by a chart that has all in itself up to 1.23, then beside a base, of the newer version", () => {
    assert.equal(remote({ upgrade }).base, undefined);
    const newer = { version: "1.25.2", revision: "1-25-2", acceptSkew: false };
    assert.equal(
      remote({ mesh: { version: "1.24.1" }, upgrade: newer }).base?.chart,
      "charts/1.25.2/base",
    );
  });

  it("is injected by tags with Helm, and by the profile's webhook with the operator", () => {
    assert.equal(remote().tagWebhooks, "revision");
    const { tagWebhooks, controlPlanes } = remote({ mesh: { installer: "operator" } });
    assert.deepEqual([tagWebhooks, controlPlanes[0].chart], ["off", undefined]);
  });
});
