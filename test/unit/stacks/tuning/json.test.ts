import assert from "node:assert/strict";
import { merge, nested, valueAt, without } from "../../../../stacks/tuning/json";
import { nearest } from "../../../../stacks/tuning/nearest";

describe("merging plain data", () => {
  const cases: readonly [rule: string, below: unknown, above: unknown, expected: unknown][] = [
    ["merges objects deeply", { a: { b: 1, c: 2 } }, { a: { c: 3 } }, { a: { b: 1, c: 3 } }],
    ["replaces lists", { a: [1, 2] }, { a: [3] }, { a: [3] }],
    [
      "replaces a scalar by an object and the other way round",
      { a: 1, b: {} },
      { a: {}, b: 1 },
      { a: {}, b: 1 },
    ],
    ["removes what is null", { a: 1, b: { c: 1 } }, { a: null, b: { c: null } }, { b: {} }],
    ["leaves no null where there was nothing to remove", {}, { a: { b: null } }, { a: {} }],
    ["keeps null in a list, which it takes as it is", {}, { a: [null] }, { a: [null] }],
  ];
  for (const [rule, below, above, expected] of cases) {
    it(rule, () => {
      const before = JSON.stringify([below, above]);
      assert.deepEqual(merge(below, above), expected);
      assert.equal(JSON.stringify([below, above]), before, "neither of them is changed");
    });
  }

  it("takes __proto__ for a name like any other", () => {
    const merged = merge({}, JSON.parse('{"__proto__":{"a":1}}')) as object;
    assert.deepEqual(Object.keys(merged), ["__proto__"]);
    assert.equal(Object.getPrototypeOf(merged), Object.prototype);
  });
});

describe("places in plain data", () => {
  it("are found, made and taken out", () => {
    const root = nested(["a", "b"], 1);
    assert.deepEqual(root, { a: { b: 1 } });
    assert.equal(valueAt(root, ["a", "b"]), 1);
    assert.equal(valueAt(root, ["a", "c", "d"]), undefined);
    assert.equal(valueAt({}, ["constructor"]), undefined);
    assert.deepEqual(without({ ...root, c: 2 }, ["a", "b"]), { c: 2 });
    assert.deepEqual(without({ a: { b: 1, d: 2 } }, ["a", "b"]), { a: { d: 2 } });
    assert.deepEqual(without({ a: null }, ["a", "b"]), { a: null });
  });
});

describe("the name that was meant", () => {
  const names = ["resources", "replicaCount", "accessLogFile", "env"];
  const cases: readonly [given: string, meant: string | undefined][] = [
    ["resorces", "resources"],
    ["Resources", "resources"],
    ["access_log_file", "accessLogFile"],
    ["replicacounts", "replicaCount"],
    ["replicas", undefined],
    ["en", undefined],
  ];
  for (const [given, meant] of cases) {
    it(`by ${given} is ${meant ?? "none"}`, () => assert.equal(nearest(given, names), meant));
  }
});
