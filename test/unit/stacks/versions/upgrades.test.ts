import assert from "node:assert/strict";
import { rotationBugs, skewProblem, upgradesFrom } from "../../../../stacks/versions/upgrades";

describe("a step from one Istio version to another", () => {
  for (const [from, to] of [
    ["1.22.8", "1.22.8"],
    ["1.22.0", "1.22.8"],
    ["1.22.8", "1.22.0"],
    ["1.22.8", "1.23.0"],
    ["1.23.6", "1.22.8"],
    ["1.22-alpha.55f12a68b4f9", "1.23.6"],
    ["1.9.9", "1.10.0"],
    ["1.30.3", "1.31.0"],
  ] as const) {
    it(`can be from ${from} to ${to}`, () => assert.equal(skewProblem(from, to), undefined));
  }

  for (const [from, to, count, next] of [
    ["1.20.8", "1.22.8", 2, "1.21"],
    ["1.16.7", "1.23-alpha.0123abc", 7, "1.17"],
    ["1.22.8", "1.20.8", 2, "1.21"],
    ["1.23.6", "1.16.7", 7, "1.22"],
    ["1.9.9", "1.22.8", 13, "1.10"],
  ] as const) {
    it(`is too long from ${from} to ${to}`, () => {
      assert.equal(
        skewProblem(from, to),
        `${from} to ${to} is a step of ${count} minor versions, expected 1 at most; go to ${next} first`,
      );
    });
  }

  it("that begins or ends with no version is for others to refuse", () => {
    assert.equal(skewProblem("latest", "1.22.8"), undefined);
    assert.equal(skewProblem("1.22.8", ""), undefined);
  });
});

describe("the versions that one can go to", () => {
  for (const [version, expected] of [
    ["1.22.8", ["1.22", "1.23"]],
    ["1.22-alpha.55f12a68b4f9", ["1.22", "1.23"]],
    ["1.16.0", ["1.16", "1.17"]],
    ["1.30.3", ["1.30"]],
    ["1.15.7", ["1.16"]],
    ["1.14.6", []],
    ["1.31.0", []],
    ["latest", []],
  ] as const) {
    it(`are ${expected.join(" and ") || "none that is known"} from ${version}`, () => {
      assert.deepEqual(upgradesFrom(version), expected);
    });
  }
});

describe("the bugs of a rotation of remote secrets", () => {
  for (const [version, expected] of [
    ["1.28.8", []],
    ["1.29.0", ["59875"]],
    ["1.29.2", ["59875"]],
    ["1.29.3", []],
    ["1.30-alpha.0123abc", ["60612", "60920", "61043"]],
    ["1.30.0", ["60612", "60920", "61043"]],
    ["1.30.2", ["60612", "60920", "61043"]],
    ["1.30.3", ["60920", "61043"]],
    ["1.30.4", []],
    ["1.30.12", []],
    ["1.31.0", []],
    ["latest", []],
  ] as const) {
    it(`are ${expected.join(", ") || "none"} in ${version}`, () => {
      assert.deepEqual(
        rotationBugs(version).map(({ issue }) => issue.split("/").at(-1)),
        expected,
      );
    });
  }
});
