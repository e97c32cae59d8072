import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { policyPage } from "../../../policies/page";
import { subjects } from "../../../policies/rules";

describe("the page of the policies", () => {
  it("is what the rules say", () => {
    const page = path.join(__dirname, "../../../docs/policies.md");
    assert.equal(readFileSync(page, "utf8"), policyPage(subjects), "run npm run -s policy-page");
  });
});
