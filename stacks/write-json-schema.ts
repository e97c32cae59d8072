import * as fs from "node:fs";
import * as path from "node:path";
import { stackFileSchema } from "./json-schema";

// `npm run schema`: what a test compares the file with.
const file = path.join(__dirname, "..", "docs", "stack.schema.json");
fs.writeFileSync(file, `${JSON.stringify(stackFileSchema(), null, 2)}\n`);
