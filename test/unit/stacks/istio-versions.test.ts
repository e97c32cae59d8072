import assert from "node:assert/strict";
import { externalIstiodForm, unservedReason } from "../../../stacks/istio-versions";

const served = 'installer "operator" serves 1.16 to 1.23';

describe("an Istio version", () => {
  for (const version of [
    "1.16.0",
    "1.22.8",
    "1.23.6",
    "1.23.0-rc.1",
    "1.20.0-beta.0",
    "1.22-alpha.55f12a68b4f9",
  ]) {
    it(`can be ${version} with the operator`, () => {
      assert.equal(unservedReason(version, "operator"), undefined);
    });
  }

  for (const version of ["1.15.7", "1.9.0", "1.0.0"]) {
    it(`is too old when it is ${version}`, () => {
      assert.equal(
        unservedReason(version, "operator"),
        `${version} is too old: ${served}; older ones have no remote profile without an istiod of its own`,
      );
    });
  }

  for (const version of ["1.24.0", "1.30.1", "1.100.0", "1.24-alpha.0123abc"]) {
    it(`is too new for the operator when it is ${version}`, () => {
      assert.equal(
        unservedReason(version, "operator"),
        `${version} is too new: ${served}; Istio removed the in-cluster operator in 1.24`,
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
    it(`is none when it is ${JSON.stringify(version)}`, () => {
      assert.equal(
        unservedReason(version, "operator"),
        `"${version}" is no Istio version, expected one such as 1.22.8; ${served}`,
      );
    });
  }
});

describe("what tells an istiod that it serves remotes", () => {
  for (const [version, form] of [
    ["1.16.0", "environment"],
    ["1.22.8", "environment"],
    ["1.22-alpha.55f12a68b4f9", "environment"],
    ["1.23.0-beta.1", "value"],
    ["1.23-alpha.0123abc", "value"],
    ["1.23.6", "value"],
  ] as const) {
    it(`is given by ${form} in ${version}`, () => assert.equal(externalIstiodForm(version), form));
  }

  it("is unknown of what is no version", () => {
    assert.throws(() => externalIstiodForm("latest"), {
      message: '"latest" is no Istio version',
    });
  });
});
