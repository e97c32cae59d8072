import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { checkStackText } from "../../../stacks/stack-file";
import { exampleNames, planText, readExample } from "../../support/examples";

const root = path.resolve(__dirname, "../../..");

/** By example, its clusters as in the list; `>` stands before the primary of a remote. */
const expected: Readonly<Record<string, string>> = {
  "primaries-one-network": "east west",
  "primaries-two-networks": "east west",
  "primaries-with-remotes":
    "east east-annex>east east-edge>east west west-annex>west west-edge>west",
  "primary-remote-one-network": "east edge>east",
  "primary-remote-two-networks": "east edge>east",
  "shared-network": "east-1 east-2 west-1 west-2",
  single: "east",
  "three-networks": "west east edge>east",
};

describe("the examples", () => {
  it("are one for each topology", () => {
    assert.deepEqual(exampleNames, Object.keys(expected));
  });

  it("have a golden plan each, and there is no other", () => {
    assert.deepEqual(fs.readdirSync(path.join(root, "test/golden")).sort(), exampleNames);
  });

  for (const [name, clusters] of Object.entries(expected)) {
    describe(name, () => {
      const { text, plan, golden } = readExample(name);

      it("has the clusters that it is about, and no problems", () => {
        const { config, problems } = checkStackText(text);
        assert.deepEqual(problems, []);
        const found = config?.clusters.map((one) =>
          one.primary === undefined ? one.name : `${one.name}>${one.primary}`,
        );
        assert.equal(found?.join(" "), clusters);
      });

      it("runs on the sandbox as it stands, under its own name", () => {
        const { config } = checkStackText(text);
        const dev = parse(fs.readFileSync(path.join(root, "Pulumi.dev.yaml"), "utf8")) as {
          config: Record<string, { version?: string }>;
        };
        assert.equal(config?.mesh.id, name);
        assert.equal(config.mesh.version, dev.config["istio-mesh:mesh"]?.version);
        assert.equal(config.certificates.protect, false);
        for (const one of config.clusters) {
          assert.deepEqual(one.kubeconfig, { path: `.sandbox/clusters/${one.name}/kubeconfig` });
        }
      });

      it("begins with its schema for editors, and a sentence on what it is for", () => {
        const [schema = "", sentence = "", config] = text.split("\n");
        const file = /^# yaml-language-server: \$schema=(\S+)$/.exec(schema)?.[1] ?? "";
        const found = path.resolve(root, "stacks/examples", file);
        assert.equal(found, path.join(root, "docs/stack.schema.json"));
        assert.match(sentence, /^# [A-Z].*\.$/);
        assert.equal(config, "config:");
      });

      it("becomes its golden plan; after a change that is meant run: npm run golden", () => {
        assert.equal(planText({ plan }), fs.readFileSync(golden, "utf8"));
      });
    });
  }
});
