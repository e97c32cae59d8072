import assert from "node:assert/strict";
import { type IstioVersion, istioVersions } from "../../../../stacks/istio-versions";

describe("the table of Istio versions", () => {
  it("has a row for each minor version from 1.16 to 1.30, in this order", () => {
    const expected = [16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30];
    assert.deepEqual(
      istioVersions.map((one) => one.minor),
      expected,
    );
  });

  it("goes with ranges of Kubernetes versions that never go back", () => {
    for (const [at, { minor, kubernetes }] of istioVersions.entries()) {
      const [oldest, newest] = kubernetes;
      const [olderOldest, olderNewest] = istioVersions[at - 1]?.kubernetes ?? [0, 0];
      assert.ok(oldest < newest && oldest >= olderOldest && newest >= olderNewest, `1.${minor}`);
    }
  });

  it("has the end of life of those that have had it, later and later, and then no more", () => {
    const ends = istioVersions.map((one) => one.endOfLife);
    const known = ends.filter((one) => one !== undefined);
    assert.deepEqual(known, [...known].sort());
    assert.deepEqual(ends, [...known, undefined, undefined]);
    assert.ok(known.every((one) => /^\d{4}-\d{2}-\d{2}$/.test(one)));
  });

  const changes: readonly [what: string, minor: number, holds: (one: IstioVersion) => boolean][] = [
    ["istiod reloads intermediates unasked", 18, (one) => one.reloadsIntermediates],
    ["istiod's pods can be spread", 19, (one) => one.spreadsIstiod],
    ["the operator makes the tag default", 18, (one) => one.operatorMakesTag],
    ["istiod takes up other roots", 20, (one) => one.takesUpRoots],
    ["remotes follow revisions", 21, (one) => one.remotesFollowRevisions],
    ["there is Telemetry v1", 22, (one) => one.telemetry[0] === "v1"],
    ["there is no profile external", 22, (one) => !one.profiles.includes("external")],
    ["a value tells istiod of remotes", 23, (one) => one.externalIstiod === "value"],
    ["there is no operator", 24, (one) => !one.installers.includes("operator")],
    ["the chart base templates its CRDs", 24, (one) => one.templatesCrds],
    ["Helm makes remotes by a profile", 24, (one) => one.helmRemote === "profile"],
    ["rotations of remote secrets have bugs", 29, (one) => one.rotationBugs.length > 0],
  ];
  for (const [what, minor, holds] of changes) {
    it(`says that ${what} from 1.${minor} on`, () => {
      const found = istioVersions.filter(holds).map((one) => one.minor);
      const expected = istioVersions.map((one) => one.minor).filter((one) => one >= minor);
      assert.deepEqual(found, expected);
    });
  }

  it("has a profile for remotes everywhere, and one for primaries where the operator needs it", () => {
    assert.ok(istioVersions.every((one) => one.profiles.includes("remote")));
    for (const { installers: able, profiles } of istioVersions) {
      assert.equal(profiles.includes("minimal"), able.includes("operator"));
    }
  });
});
