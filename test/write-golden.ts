import * as fs from "node:fs";
import * as path from "node:path";
import { exampleNames, pageWith, planText, readExample } from "./support/examples";

// `npm run golden`: the plans of stacks/examples in test/golden, and their configs and pictures in docs/topologies.
for (const example of exampleNames.map(readExample)) {
  fs.mkdirSync(path.dirname(example.golden), { recursive: true });
  fs.writeFileSync(example.golden, planText(example));
  fs.writeFileSync(example.page, pageWith(example, fs.readFileSync(example.page, "utf8")));
}
