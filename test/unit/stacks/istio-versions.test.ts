import assert from "node:assert/strict";
import {
  defaultInstaller,
  externalIstiodForm,
  factsOf,
  installers,
  type IstioVersion,
  istioVersions,
  noRotationReason,
  reloadsCertificatesUnasked,
  unknownMinorWarning,
  unservedReason,
} from "../../../stacks/istio-versions";

const served = {
  operator: 'installer "operator" serves 1.16 to 1.23',
  helm: 'installer "helm" serves 1.16 and newer',
};

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
    ["istiod takes up other roots", 20, (one) => one.takesUpRoots],
    ["remotes follow revisions", 21, (one) => one.remotesFollowRevisions],
    ["there is Telemetry v1", 22, (one) => one.telemetry[0] === "v1"],
    ["there is no profile external", 22, (one) => !one.profiles.includes("external")],
    ["a value tells istiod of remotes", 23, (one) => one.externalIstiod === "value"],
    ["there is no operator", 24, (one) => !one.installers.includes("operator")],
    ["the chart base templates its CRDs", 24, (one) => one.templatesCrds],
    ["Helm makes remotes by a profile", 24, (one) => one.helmRemote === "profile"],
    ["rotations of remote secrets have bugs", 30, (one) => one.rotationBugs.length > 0],
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

describe("an Istio version", () => {
  for (const version of [
    "1.16.0",
    "1.22.8",
    "1.23.6",
    "1.23.0-rc.1",
    "1.20.0-beta.0",
    "1.22-alpha.55f12a68b4f9",
  ]) {
    it(`can be ${version} with the operator, the default, and with Helm`, () => {
      assert.equal(unservedReason(version, "operator"), undefined);
      assert.equal(unservedReason(version, "helm"), undefined);
      assert.equal(defaultInstaller(version), "operator");
    });
  }

  for (const version of ["1.24.0", "1.30.1", "1.100.0", "1.24-alpha.0123abc"]) {
    it(`is too new for the operator when it is ${version}, but not for Helm, the default`, () => {
      assert.equal(
        unservedReason(version, "operator"),
        `${version} is too new: ${served.operator}; Istio removed the in-cluster operator in 1.24, choose installer: helm`,
      );
      assert.equal(unservedReason(version, "helm"), undefined);
      assert.equal(defaultInstaller(version), "helm");
    });
  }

  for (const installer of installers) {
    for (const version of ["1.15.7", "1.9.0", "1.0.0", "1.15-alpha.0123abc"]) {
      it(`is too old for ${installer} when it is ${version}`, () => {
        assert.equal(
          unservedReason(version, installer),
          `${version} is too old: ${served[installer]}; older ones have no remote profile without an istiod of its own`,
        );
      });
    }

    for (const version of [
      "",
      "latest",
      "1",
      "1.22",
      "v1.22.8",
      "2.22.8",
      "1.22.8 ",
      "1.22.8-distroless",
      "1.22.8\n",
      "11.22.8",
    ]) {
      it(`is none for ${installer} when it is ${JSON.stringify(version)}`, () => {
        assert.equal(
          unservedReason(version, installer),
          `"${version}" is no Istio version, expected one such as 1.22.8; ${served[installer]}`,
        );
      });
    }
  }
});

describe("an Istio version that is newer than the table", () => {
  it("counts as the newest in it", () => {
    assert.equal(factsOf("1.31.0").minor, 30);
    assert.equal(factsOf("1.31-alpha.0123abc").minor, 30);
  });

  it("is worth a warning, others are not", () => {
    const warning = (version: string) =>
      `${version} is newer than this program knows, treated as 1.30`;
    for (const version of ["1.31.0", "1.31-alpha.0123abc", "1.100.2"]) {
      assert.equal(unknownMinorWarning(version), warning(version));
    }
    for (const version of ["1.30.99", "1.16.0", "1.9.0", "latest"]) {
      assert.equal(unknownMinorWarning(version), undefined);
    }
  });
});

describe("what an Istio version can do", () => {
  it("is what its row says, for all patches and for development builds", () => {
    for (const version of ["1.22.0", "1.22.8", "1.22.0-rc.0", "1.22-alpha.55f12a68b4f9"]) {
      assert.equal(factsOf(version), istioVersions[6]);
    }
    assert.equal(istioVersions[6]?.minor, 22);
  });

  it("is unknown of one that is not served, and of what is none", () => {
    assert.throws(() => factsOf("1.15.7"), /^Error: 1\.15\.7 is too old: /);
    for (const ask of [externalIstiodForm, reloadsCertificatesUnasked, factsOf]) {
      assert.throws(() => ask("latest"), {
        message: `"latest" is no Istio version, expected one such as 1.22.8; ${served.helm}`,
      });
    }
  });

  for (const [version, form] of [
    ["1.16.0", "environment"],
    ["1.22.8", "environment"],
    ["1.22-alpha.55f12a68b4f9", "environment"],
    ["1.23.0-beta.1", "value"],
    ["1.23-alpha.0123abc", "value"],
    ["1.23.6", "value"],
    ["1.31.0", "value"],
  ] as const) {
    it(`tells ${version} by ${form} that it serves remotes`, () => {
      assert.equal(externalIstiodForm(version), form);
    });
  }

  for (const [version, unasked] of [
    ["1.17.8", false],
    ["1.18.0", true],
    ["1.31.0", true],
  ] as const) {
    it(`is to reload intermediates ${unasked ? "unasked" : "when told to"} in ${version}`, () => {
      assert.equal(reloadsCertificatesUnasked(version), unasked);
    });
  }

  it("is to take up another root from 1.20 on; of what is no version nothing is said", () => {
    for (const version of ["1.19.10", "1.16.0", "1.9.0"]) {
      assert.equal(
        noRotationReason(version),
        `istiod ${version} takes up no other root, expected mesh.version 1.20 or newer; upgrade first`,
      );
    }
    for (const version of ["1.20.0", "1.20-alpha.0123abc", "1.31.0", "latest"]) {
      assert.equal(noRotationReason(version), undefined);
    }
  });
});
