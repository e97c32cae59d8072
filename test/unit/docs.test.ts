import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { drawTopology } from "../../stacks/diagram";
import { planMesh } from "../../stacks/mesh-plan";
import { readStackFile } from "../../stacks/stack-file";
import { validate } from "../../stacks/validate";
import { rawConfig } from "../support/meshes";
import { exampleNames, pageWith, readExample } from "../support/examples";
import { alertsOf, testedRules } from "../support/rule-tests";

const root = path.resolve(__dirname, "../..");
const readme = fs.readFileSync(path.join(root, "README.md"), "utf8");

/** The content of a page's first block in a language. */
function block(language: string, page = readme): string {
  return new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(page)?.[1] ?? "";
}

/** The keys of a config without their prefix. */
function unprefixed(yaml: string): Record<string, unknown> {
  const { config } = parse(yaml) as { config: Record<string, unknown> };
  const entries = Object.entries(config).map(([key, value]) => [
    key.replace("istio-mesh:", ""),
    value,
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

describe("the README", () => {
  it("shows the picture that the program draws of the dev stack", () => {
    const { config } = readStackFile(root, "dev");
    assert.ok(config);
    assert.equal(block("mermaid"), drawTopology(planMesh(config)));
  });

  it("opens with a stack that the program accepts", () => {
    const { config } = parse(block("yaml")) as { config: Record<string, unknown> };
    const keys = ["mesh", "clusters", "eastWestGateway", "certificates"];
    const raw = Object.fromEntries(keys.map((key) => [key, config[`istio-mesh:${key}`]]));
    assert.deepEqual(validate(raw, "istio-mesh:").problems, []);
  });
});

describe("the pages on topologies", () => {
  const folder = path.join(root, "docs/topologies");

  it("are one for each example, and an index", () => {
    const expected = [...exampleNames.map((name) => `${name}.md`), "README.md"];
    assert.deepEqual(fs.readdirSync(folder).sort(), expected.sort());
  });

  it("are each in the index once, with a line of its own", () => {
    const index = fs.readFileSync(path.join(folder, "README.md"), "utf8");
    const named = [...index.matchAll(/^- \[(.+)\]\((.+)\.md\): \S.*$/gm)];
    for (const [line, text, target] of named) {
      assert.equal(text, target, line);
    }
    assert.deepEqual(named.map(([, name]) => name).sort(), exampleNames);
  });

  for (const name of exampleNames) {
    const example = readExample(name);
    const page = fs.readFileSync(example.page, "utf8");

    it(`have the clusters and the picture of ${name}; after a change run: npm run golden`, () => {
      assert.equal(page, pageWith(example, page));
    });

    it(`say of ${name} when to use it, what it costs and what is particular`, () => {
      const [title = "", introduction = ""] = page.split("\n\n");
      assert.match(title, /^# [A-Z].*[^.]$/);
      assert.match(introduction, /cost/);
      assert.match(page, /\n\nWhat is particular:\n\n(?:- .+\n)+$/);
      assert.ok(page.includes(`(../../stacks/examples/${name}.yaml)`));
    });
  }
});

describe("the page on gateways", () => {
  it("shows the picture that the program draws of its config", () => {
    const page = fs.readFileSync(path.join(root, "docs/operations/gateways.md"), "utf8");
    const raw = rawConfig(undefined, unprefixed(block("yaml", page)));
    const { config } = validate(raw, "istio-mesh:");
    assert.ok(config);
    assert.equal(block("mermaid", page), drawTopology(planMesh(config)));
  });
});

describe("the page on seeing a mesh", () => {
  it("names each alert once, and no other", () => {
    const page = fs.readFileSync(path.join(root, "docs/operations/observability.md"), "utf8");
    const rows = page.split("\n").filter((line) => line.startsWith("| `Istio"));
    const named = rows.flatMap((row) => (row.split("|")[1] ?? "").match(/\w+/g) ?? []);
    const alerts = new Set(alertsOf(testedRules).map((one) => one.alert));
    assert.deepEqual(named.sort(), [...alerts].sort());
  });
});

describe("all pages", () => {
  const pages = ["README.md", "CONTRIBUTING.md", ...markdownOf("docs")];

  it("name only npm scripts that there are", () => {
    const { scripts } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const texts = pages.map((file) => fs.readFileSync(path.join(root, file), "utf8"));
    const named = texts.join("\n").matchAll(/npm run (?:-s )?([a-z:-]+)/g);
    const unknown = [...named].map(([, name = ""]) => name).filter((name) => !(name in scripts));
    assert.deepEqual(unknown, []);
  });

  it("show only config that the program accepts", () => {
    const shown = markdownOf("docs/operations").flatMap((file) => {
      const text = fs.readFileSync(path.join(root, file), "utf8");
      return [...text.matchAll(/```yaml\n([^]*?)```/g)].map(([, yaml = ""]) => ({ file, yaml }));
    });
    assert.ok(shown.length > 5);
    for (const { file, yaml } of shown) {
      const raw = rawConfig(undefined, unprefixed(yaml));
      assert.deepEqual(validate(raw, "istio-mesh:").problems, [], `${file}\n${yaml}`);
    }
  });

  it("link only to files that there are", () => {
    const missing = pages.flatMap((file) => {
      const text = fs.readFileSync(path.join(root, file), "utf8");
      return [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)]
        .map(([, target = ""]) => path.join(root, path.dirname(file), target))
        .filter((target) => !fs.existsSync(target))
        .map((target) => `${file}: ${path.relative(root, target)}`);
    });
    assert.deepEqual(missing, []);
  });
});

/** The pages in a folder and below. */
function markdownOf(folder: string): string[] {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => path.join(folder, file));
}
