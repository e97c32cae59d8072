import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { checkStackText, readStackFile } from "../../../stacks/stack-file";

const project = path.join(__dirname, "../../..");

describe("the stack files of this project", () => {
  for (const [stack, expected] of [
    ["dev", ["east", "west"]],
    ["prod", ["eu-west", "us-east", "datacentre"]],
  ] as const) {
    it(`include Pulumi.${stack}.yaml, which has no problems`, () => {
      const { problems, config } = readStackFile(project, stack);
      assert.deepEqual(problems, []);
      assert.deepEqual(
        config?.clusters.map(({ name }) => name),
        expected,
      );
    });
  }
});

describe("a stack file", () => {
  let root: string;
  const write = (stack: string, text: string) =>
    fs.writeFileSync(path.join(root, `Pulumi.${stack}.yaml`), text);

  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "stack-file-"));
  });
  afterEach(() => fs.rmSync(root, { recursive: true }));

  it("that is missing is an error with those that there are", () => {
    write("dev", "");
    write("prod.eu", "");
    fs.writeFileSync(path.join(root, "Pulumi.yaml"), "");
    assert.throws(() => readStackFile(root, "test"), {
      name: "Error",
      message:
        "1 problem in the stack's config, nothing was changed\n  Pulumi.test.yaml: there is no such stack file, there is one for dev, prod.eu",
    });
  });

  it("that is missing where there is none at all is an error too", () => {
    assert.throws(
      () => readStackFile(root, "test"),
      /there is no such stack file, there is one for no stack$/,
    );
  });

  it("that is no YAML is an error of one line", () => {
    write("test", "config: [");
    assert.throws(
      () => readStackFile(root, "test"),
      /\n {2}Pulumi\.test\.yaml: cannot be read: .+$/,
    );
  });

  it("without config lacks everything", () => {
    write("test", "encryptionsalt: v1:x\n");
    assert.deepEqual(
      readStackFile(root, "test").problems.map((one) => one.path),
      ["istio-mesh:mesh", "istio-mesh:clusters"],
    );
  });

  it("is read without its secrets and without what belongs to others", () => {
    write(
      "test",
      `config:
  kubernetes:context: nobody
  istio-mesh:eastKubeconfig: { secure: v1:ciphertext }
  istio-mesh:mesh: { id: test, version: 1.22.8 }
  istio-mesh:clusters: [{ name: east, kubeconfig: { secret: eastKubeconfig } }]
`,
    );
    const { problems, clusters } = readStackFile(root, "test");
    assert.deepEqual(problems, []);
    assert.deepEqual(clusters, [
      {
        path: "istio-mesh:clusters[0]",
        cluster: { name: "east", kubeconfig: { secret: "eastKubeconfig" }, maintenance: false },
      },
    ]);
  });

  it("is checked by its text as by its place", () => {
    const text = "config:\n  istio-mesh:mesh: { id: Test, version: 1.22.8 }\n";
    write("test", text);
    const found = checkStackText(text);
    assert.deepEqual(
      found.problems.map((one) => one.path),
      ["istio-mesh:mesh.id", "istio-mesh:clusters"],
    );
    assert.deepEqual(found, readStackFile(root, "test"));
    assert.throws(() => checkStackText("config: ["), { name: "YAMLParseError" });
  });
});
