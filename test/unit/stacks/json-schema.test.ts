import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { stackFileSchema } from "../../../stacks/json-schema";

describe("the JSON Schema for editors", () => {
  it("is the one in docs; after a change of the schema run: npm run schema", () => {
    const file = path.resolve(__dirname, "../../../docs/stack.schema.json");
    assert.deepEqual(
      JSON.parse(fs.readFileSync(file, "utf8")),
      JSON.parse(JSON.stringify(stackFileSchema())),
    );
  });

  it("describes every field of a cluster", () => {
    const text = JSON.stringify(stackFileSchema());
    assert.match(text, /"istio-mesh:clusters"/);
    assert.match(text, /Clusters whose pods reach each other directly share one/);
  });
});
