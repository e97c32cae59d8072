import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { policyPage } from "../../../policies/page";
import { rules, subjects } from "../../../policies/rules";
import sandbox from "../../../policies/sandbox.json";

describe("the page of the policies", () => {
  it("is what the rules say", () => {
    const page = path.join(__dirname, "../../../docs/policies.md");
    assert.equal(readFileSync(page, "utf8"), policyPage(subjects), "run npm run -s policy-page");
  });
});

describe("the policy config of the sandbox", () => {
  it("is about rules that there are", () => {
    const names = rules.map((one) => one.name);
    assert.deepEqual(
      Object.keys(sandbox).filter((name) => !names.includes(name)),
      [],
    );
  });
});
