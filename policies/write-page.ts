import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { policyPage } from "./page";
import { subjects } from "./rules";

// `npm run policy-page`: docs/policies.md.
writeFileSync(join(__dirname, "..", "docs", "policies.md"), policyPage(subjects));
