import assert from "node:assert/strict";
import { problems } from "../../../support/problems";
import { type Place, rawConfig, remoteOnTwoNetworks, twoNetworks } from "../../../support/meshes";

const helm = { id: "payments", version: "1.22.8", installer: "helm" };
const upgrade = { version: "1.23.4", revision: "1-23-4" };

/** Problems of a mesh installed by Helm, without the project's prefix. */
function found(other: object, places: readonly Place[] = twoNetworks): string[] {
  return problems(rawConfig(places, { mesh: helm, ...other })).map((one) =>
    one.replaceAll("istio-mesh:", ""),
  );
}

describe("the control planes of a config", () => {
  it("may be moved from one to another", () => {
    assert.deepEqual(found({ upgrade }), []);
    assert.deepEqual(found({ upgrade, tags: { default: "1-23-4", canary: "1-23-4" } }), []);
    assert.deepEqual(found({ mesh: { ...helm, revision: "1-22-8" }, upgrade }), []);
    assert.deepEqual(found({ upgrade: { ...upgrade, clusters: ["east"] } }), []);
  });

  it("are Helm's if they have a revision, tags or charts", () => {
    const why =
      "is only known to installer helm; set mesh.installer to helm first, in an up of its own: nothing is replaced by it";
    const operator = { id: "payments", version: "1.22.8", revision: "a", installer: "operator" };
    const charts = { path: "charts" };
    assert.deepEqual(found({ mesh: operator, upgrade, charts, tags: { canary: "a" } }), [
      "charts: is only known to installer helm; set mesh.installer to helm in the same edit, or take it out",
      `mesh.revision: ${why}`,
      `upgrade: ${why}`,
      `tags: ${why}`,
    ]);
  });

  it("may serve remotes", () => {
    const charts = { path: "charts/{version}" };
    const tags = { default: "1-23-4" };
    assert.deepEqual(
      found({ mesh: { ...helm, revision: "a" }, charts, upgrade, tags }, remoteOnTwoNetworks),
      [],
    );
  });
});

describe("an upgrade", () => {
  const withUpgrade = (fields: object) => found({ upgrade: { ...upgrade, ...fields } });

  it("goes one minor at a time, in both directions, unless the skew is accepted", () => {
    const step = "is a step of 2 minor versions, expected 1 at most; go to";
    const otherwise = "first, or accept it with acceptSkew: true";
    assert.deepEqual(withUpgrade({ version: "1.21.6" }), []);
    assert.deepEqual(withUpgrade({ version: "1.24.0" }), [
      `upgrade.version: 1.22.8 to 1.24.0 ${step} 1.23 ${otherwise}`,
    ]);
    assert.deepEqual(withUpgrade({ version: "1.20.0" }), [
      `upgrade.version: 1.22.8 to 1.20.0 ${step} 1.21 ${otherwise}`,
    ]);
    assert.deepEqual(withUpgrade({ version: "1.24.0", acceptSkew: true }), []);
  });

  it("goes to a version that Helm can install", () => {
    const [problem, ...others] = withUpgrade({ version: "1.15.0" });
    assert.match(problem ?? "", /^upgrade\.version: 1\.15\.0 is too old/);
    assert.deepEqual(others, []);
  });

  it("goes to a whole version, which is no number", () => {
    assert.deepEqual(withUpgrade({ version: 1.23 }), [
      'upgrade.version: expected a whole version in quotes, such as "1.22.8", got 1.23',
    ]);
  });

  it("goes to a revision that is not there yet", () => {
    const next = "give the new one a name of its own, such as 1-23-4";
    assert.deepEqual(withUpgrade({ revision: "default" }), [
      `upgrade.revision: "default" is the control plane that there is, ${next}`,
    ]);
    assert.deepEqual(
      found({ mesh: { ...helm, revision: "old" }, upgrade: { ...upgrade, revision: "old" } }),
      [`upgrade.revision: "old" is the control plane that there is, ${next}`],
    );
  });

  it("begins on clusters that there are", () => {
    assert.deepEqual(withUpgrade({ clusters: ["east", "est"] }), [
      'upgrade.clusters[1]: unknown cluster "est", expected one of east, west',
    ]);
  });
});

describe("an upgrade of some clusters", () => {
  it("names no remote, which follows its primary", () => {
    assert.deepEqual(
      found({ upgrade: { ...upgrade, clusters: ["east", "edge"] } }, [
        ["east", "net-east"],
        ["edge", "net-edge", { primary: "east" }],
      ]),
      ['upgrade.clusters[1]: "edge" is a remote and follows "east", name that'],
    );
  });
});

describe("a name of the config that namespaces ask for", () => {
  const word =
    "expected another name than enabled or disabled, which are words of a namespace's injection";

  it("leaves room for istiod's in the name of a Service, if it is a revision", () => {
    const [fits, long] = ["r".repeat(56), "r".repeat(57)];
    assert.deepEqual(
      found({ mesh: { ...helm, revision: fits }, upgrade: { ...upgrade, revision: "a" } }),
      [],
    );
    const most = "expected at most 56 characters, istiod-<revision> is the name of a Service";
    assert.deepEqual(
      found({
        mesh: { ...helm, revision: long },
        upgrade: { ...upgrade, revision: `${long}r` },
      }),
      [`mesh.revision: ${most}, got "${long}"`, `upgrade.revision: ${most}, got "${long}r"`],
    );
  });

  it("is no word of injection's own", () => {
    assert.deepEqual(found({ mesh: { ...helm, revision: "enabled" } }), [
      `mesh.revision: ${word}, got "enabled"`,
    ]);
    assert.deepEqual(found({ upgrade: { ...upgrade, revision: "disabled" } }), [
      `upgrade.revision: ${word}, got "disabled"`,
    ]);
    assert.deepEqual(found({ tags: { enabled: "default", "enabled-2": "default" } }), [
      `tags.enabled: no such key can be, ${word}`,
    ]);
  });
});

describe("a revision tag of the config", () => {
  it("stands for a revision that the config has", () => {
    assert.deepEqual(found({ tags: { default: "1-23-4" } }), [
      'tags.default: unknown revision "1-23-4", expected default',
    ]);
    assert.deepEqual(found({ upgrade, tags: { canary: "1-23" } }), [
      'tags.canary: unknown revision "1-23", expected one of default, 1-23-4',
    ]);
  });

  it("is called after no revision but default, whose webhooks the tag replaces", () => {
    assert.deepEqual(found({ upgrade, tags: { "1-23-4": "1-23-4" } }), [
      "tags.1-23-4: is the name of a revision, whose own webhooks answer to it; give the tag another",
    ]);
  });
});
