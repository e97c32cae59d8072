import assert from "node:assert/strict";
import { isOn } from "../../../stacks/is-on";

describe("what is given to clusters", () => {
  it("is on those that it names, on no others, and on all where it names none", () => {
    assert.equal(isOn("east", ["west", "east"]), true);
    assert.equal(isOn("east", ["west"]), false);
    assert.equal(isOn("east", undefined), true);
  });
});
