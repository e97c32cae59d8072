import assert from "node:assert/strict";
import {
  defaultInstaller,
  externalIstiodForm,
  factsOf,
  installers,
  istioVersions,
  noRotationReason,
  noSpreadReason,
  reloadsCertificatesUnasked,
  unknownMinorWarning,
  unservedReason,
} from "../../../stacks/istio-versions";

const served = {
  operator: 'installer "operator" serves 1.16 to 1.23',
  helm: 'installer "helm" serves 1.16 and newer',
};

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
      "latest-distroless",
      "1.22.8\n",
      "11.22.8",
    ]) {
      it(`is none for ${installer} when it is ${JSON.stringify(version)}`, () => {
        assert.equal(
          unservedReason(version, installer),
          `"${version}" is no Istio version, expected one such as 1.22.8`,
        );
      });
    }

    it(`is none for ${installer} with the variant of an image, which is said elsewhere`, () => {
      for (const version of ["1.22.8-distroless", "1.22.8-debug"]) {
        assert.equal(
          unservedReason(version, installer),
          `"${version}" is no Istio version, expected one such as 1.22.8; the variant is values.global.variant in an overlay`,
        );
      }
    });
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
        message: `"latest" is no Istio version, expected one such as 1.22.8`,
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

  it("spreads istiod's pods from 1.19 on; of what is no version nothing is said", () => {
    for (const version of ["1.18.7", "1.16.0"]) {
      for (const key of ["mesh.version", "upgrade.version"] as const) {
        assert.equal(
          noSpreadReason(version, key),
          `Istio ${version} has no setting for it, expected ${key} 1.19 or newer; until then take it out and say values.pilot.affinity in an overlay`,
        );
      }
    }
    for (const version of ["1.19.0", "1.19-alpha.0123abc", "1.31.0", "latest"]) {
      assert.equal(noSpreadReason(version, "mesh.version"), undefined);
    }
  });

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
