import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { drawTopology } from "../../stacks/diagram";
import { planMesh } from "../../stacks/mesh-plan";
import { readStackFile } from "../../stacks/stack-file";
import { validate } from "../../stacks/validate";

const root = path.resolve(__dirname, "../..");
const readme = fs.readFileSync(path.join(root, "README.md"), "utf8");

/** The content of the README's first block in a language. */
function block(language: string): string {
  return new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(readme)?.[1] ?? "";
}

describe("the README", () => {
  it("shows the picture that the program draws of the dev stack", () => {
    const { config } = readStackFile(root, "dev");
    assert.ok(config);
    assert.equal(block("mermaid"), drawTopology(config.mesh.id, planMesh(config).topology));
  });

  it("opens with a stack that the program accepts", () => {
    const { config } = parse(block("yaml")) as { config: Record<string, unknown> };
    const keys = ["mesh", "clusters", "eastWestGateway", "certificates"];
    const raw = Object.fromEntries(keys.map((key) => [key, config[`istio-mesh:${key}`]]));
    assert.deepEqual(validate(raw, "istio-mesh:").problems, []);
  });

  it("names only npm scripts that there are", () => {
    const { scripts } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const files = [
      "README.md",
      "CONTRIBUTING.md",
      "docs/operations/drift.md",
      "docs/operations/remove.md",
    ];
    const texts = files.map((file) => fs.readFileSync(path.join(root, file), "utf8"));
    const named = texts.join("\n").matchAll(/npm run (?:-s )?([a-z:-]+)/g);
    const unknown = [...named].map(([, name = ""]) => name).filter((name) => !(name in scripts));
    assert.deepEqual(unknown, []);
  });
});
