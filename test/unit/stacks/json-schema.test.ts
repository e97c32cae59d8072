import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { stackFileSchema } from "../../../stacks/json-schema";

interface JsonSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
}

describe("the JSON Schema for editors", () => {
  it("is the one in docs; after a change of the schema run: npm run schema", () => {
    const file = path.resolve(__dirname, "../../../docs/stack.schema.json");
    assert.deepEqual(
      JSON.parse(fs.readFileSync(file, "utf8")),
      JSON.parse(JSON.stringify(stackFileSchema())),
    );
  });

  it("describes every field, of every object in it", () => {
    const undescribed: string[] = [];
    const visit = (schema: JsonSchema, path: string): void => {
      for (const [key, value] of Object.entries(schema.properties ?? {})) {
        // The stack's own keys are headings: their fields say what they are for.
        if (
          value.description === undefined &&
          !/^\.config(\.istio-mesh:\w+)?$/.test(`${path}.${key}`)
        ) {
          undescribed.push(`${path}.${key}`);
        }
        visit(value, `${path}.${key}`);
      }
      for (const one of [schema.items, schema.additionalProperties, ...(schema.anyOf ?? [])]) {
        if (typeof one === "object") {
          visit(one, path);
        }
      }
    };
    visit(stackFileSchema(), "");
    assert.deepEqual(undescribed, []);
  });

  it("has every field of a cluster", () => {
    const { config } = (stackFileSchema() as JsonSchema).properties ?? {};
    const clusters = config?.properties?.["istio-mesh:clusters"]?.items;
    assert.deepEqual(Object.keys(clusters?.properties ?? {}), [
      "name",
      "network",
      "kubeconfig",
      "primary",
      "eastWestGateway",
      "intermediate",
      "apiServer",
      "controlPlaneAddress",
      "tuning",
      "maintenance",
    ]);
  });
});
