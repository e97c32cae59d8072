import assert from "node:assert/strict";
import { listVersions, type VersionOutputs } from "../../../cli/version-list";

type Outputs = VersionOutputs["clusters"];

const east = { role: "primary", istiodVersion: "1.22.8" };
const west = { role: "primary", istiodVersion: "1.23.6" };
const edge = { role: "remote", controlPlane: { primary: "east" } };
const away = { role: "primary" };

/** Rows that somebody runs or could go to. */
function places(clusters: Outputs): object[] {
  return listVersions(clusters)
    .versions.filter(({ runs, next }) => runs.length + next.length > 0)
    .map(({ version, runs, next }) => ({ version, runs, next }));
}

/** Why each cluster has no place. */
function problems(clusters: Outputs): object {
  const list = listVersions(clusters).clusters;
  return Object.fromEntries(list.map(({ name, problem }) => [name, problem]));
}

describe("the list of Istio versions", () => {
  it("has the newest first, each with all that is known of it", () => {
    const { versions } = listVersions({});
    assert.deepEqual(
      versions.map((one) => one.version).join(" "),
      "1.30 1.29 1.28 1.27 1.26 1.25 1.24 1.23 1.22 1.21 1.20 1.19 1.18 1.17 1.16",
    );
    assert.deepEqual(versions.at(-1), {
      version: "1.16",
      kubernetes: ["1.22", "1.25"],
      endOfLife: "2023-07-25",
      installers: ["operator", "helm"],
      profiles: [
        "ambient",
        "default",
        "demo",
        "empty",
        "minimal",
        "openshift",
        "preview",
        "remote",
        "external",
      ],
      externalIstiod: "environment",
      telemetry: ["v1alpha1"],
      reloadsIntermediates: false,
      spreadsIstiod: false,
      operatorMakesTag: false,
      takesUpRoots: false,
      remotesFollowRevisions: false,
      templatesCrds: false,
      helmRemote: "chart",
      rotationBugs: [],
      runs: [],
      next: [],
    });
  });

  it("says who runs a version, remotes with their primary, and who could go to the next", () => {
    assert.deepEqual(places({ west, edge, east }), [
      { version: "1.24", runs: [], next: ["west"] },
      { version: "1.23", runs: ["west"], next: ["edge", "east"] },
      { version: "1.22", runs: ["edge", "east"], next: [] },
    ]);
  });

  it("says of each cluster what exactly it runs, whose it is, and what it could go to", () => {
    const upgrades = ["1.22", "1.23"];
    assert.deepEqual(listVersions({ edge, east }).clusters, [
      { name: "edge", primary: "east", version: "1.22.8", besides: [], upgrades, rotationBugs: [] },
      { name: "east", version: "1.22.8", besides: [], upgrades, rotationBugs: [] },
    ]);
  });

  it("counts a cluster that is being upgraded to both of its control planes", () => {
    const moving = {
      role: "primary",
      istiodVersion: "1.22.8",
      besides: [{ istiodVersion: "1.23.4" }],
    };
    assert.deepEqual(places({ moving }), [
      { version: "1.24", runs: [], next: ["moving"] },
      { version: "1.23", runs: ["moving"], next: [] },
      { version: "1.22", runs: ["moving"], next: [] },
    ]);
  });

  it("counts a development build to its minor version", () => {
    const build = { role: "primary", istiodVersion: "1.22-alpha.55f12a68b4f9" };
    assert.deepEqual(places({ build }), [
      { version: "1.23", runs: [], next: ["build"] },
      { version: "1.22", runs: ["build"], next: [] },
    ]);
  });

  it("says which bugs of remote secrets a release has", () => {
    const recent = (istiodVersion: string) =>
      listVersions({ one: { role: "primary", istiodVersion } }).clusters.flatMap((one) =>
        one.rotationBugs.map(({ fixedIn }) => fixedIn),
      );
    assert.deepEqual(recent("1.30.2"), ["1.30.3", "1.30.4", "1.30.4"]);
    assert.deepEqual(recent("1.30.4"), []);
  });

  it("knows nothing of a cluster in maintenance, nor of those that it serves", () => {
    const gone = { role: "remote" };
    const served = { role: "remote", controlPlane: { primary: "away" } };
    assert.deepEqual(places({ away, gone, served }), []);
    assert.deepEqual(problems({ away, gone, served, east }), {
      away: "unknown, the primary is in maintenance",
      gone: "unknown, the remote is in maintenance",
      served: "unknown, its primary away is in maintenance",
      east: undefined,
    });
    assert.deepEqual(listVersions({ away }).clusters[0]?.upgrades, []);
  });

  it("has no row for a version that is no known one, and says why", () => {
    const running = (istiodVersion: string) => ({ role: "primary", istiodVersion });
    const clusters = { early: running("1.31.0"), late: running("1.15.7"), odd: running("main") };
    const helm = 'installer "helm" serves 1.16 and newer';
    assert.deepEqual(problems(clusters), {
      early: "1.31.0 is newer than this program knows, treated as 1.30",
      late: `1.15.7 is too old: ${helm}; older ones have no remote profile without an istiod of its own`,
      odd: `"main" is no Istio version, expected one such as 1.22.8`,
    });
    assert.deepEqual(places(clusters), [{ version: "1.16", runs: [], next: ["late"] }]);
  });
});
