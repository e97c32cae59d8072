import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { keyOf } from "../../../toolchain/cache";
import { ensure } from "../../../toolchain/ensure";
import { binaryOf, buildFolder, partFolder, type GoPart } from "../../../toolchain/part";
import { lineReporter, type Reporter } from "../../../toolchain/reporter";
import { addCommand, addModule, makeMachine, type Machine } from "./support/machine";

const silent: Reporter = lineReporter(() => undefined);
const neverCalled: Reporter = () => Promise.reject(new Error("something was built"));

describe("ensuring a part", () => {
  let machine: Machine;
  beforeEach(() => (machine = makeMachine()));
  afterEach(() => machine.remove());

  it("builds a missing part that then runs", async () => {
    const [[name, binary] = ["", ""]] = await ensure([machine.hello], silent);
    assert.equal(name, "hello");
    assert.equal(binary, binaryOf(machine.hello));
    execFileSync(binary, { stdio: "ignore" });
    assert.deepEqual(readdirSync(partFolder(machine.hello)).length, 1, "nothing lies beside it");
  });

  it("reuses a part that is there, silently and at once", async () => {
    await ensure([machine.hello], silent);
    const started = performance.now();
    await ensure([machine.hello], neverCalled);
    assert.ok(performance.now() - started < 50);
  });

  it("builds again when the pin or the flags change", async () => {
    await ensure([machine.hello], silent);
    const other = { ...machine.hello, ldflags: "-s" };
    assert.notEqual(binaryOf(other), binaryOf(machine.hello));
    const before = binaryOf(machine.hello);
    writeFileSync(join(machine.hello.pin, "go.sum"), "");
    assert.notEqual(binaryOf(machine.hello), before);
  });

  it("keeps its build when parts of other kinds learn something new", () => {
    const { hello } = machine;
    const sources = ["go.mod", "main.go"].flatMap((name) => [
      `/${name}`,
      readFileSync(join(hello.pin, name), "utf8"),
    ]);
    const key = keyOf(process.platform, process.arch, ".", "-s -w", "", ...sources);
    assert.equal(buildFolder(hello), join(partFolder(hello), `1.0.0-${key}`));
    assert.equal(buildFolder({ ...hello, beside: undefined }), buildFolder(hello));
  });

  it("lays files of a module beside the binary, and is another build with other files", async () => {
    const module = addModule(machine);
    writeFileSync(join(module, "deep", "template.json"), "{}");
    const beside = { module: "example.org/extra", files: ["deep/template.json"] };
    const part: GoPart = { ...machine.hello, beside };
    await ensure([part], silent);
    assert.deepEqual(readdirSync(buildFolder(part)).sort(), ["hello", "template.json"]);
    assert.equal(readFileSync(join(buildFolder(part), "template.json"), "utf8"), "{}");
    const others = [{ ...beside, files: ["go.mod"] }, { ...beside, module: "other" }, undefined];
    const folders = others.map((other) => buildFolder({ ...part, beside: other }));
    assert.equal(new Set([buildFolder(part), ...folders]).size, 4);
  });

  it("is built from files of a module with one text changed, and is another build with another", async () => {
    const module = addModule(machine);
    const source = join(module, "deep", "main.go");
    writeFileSync(source, 'package main\n\nfunc main() { println("good" + "bye") }\n');
    chmodSync(source, 0o444);
    rmSync(join(machine.hello.pin, "main.go"));
    const copies = { module: "example.org/extra", files: ["deep/main.go"] };
    const edit = { text: '"bye"', by: '" day"' };
    const part: GoPart = { ...machine.hello, copies, edit };
    await ensure([part], silent);
    const { stderr } = spawnSync(binaryOf(part), { encoding: "utf8" });
    assert.equal(stderr, "good day\n");
    assert.match(readFileSync(source, "utf8"), /bye/);
    const others = [{ ...edit, by: "2" }, { ...edit, text: "2" }, undefined];
    const folders = others.map((other) => buildFolder({ ...part, edit: other }));
    assert.equal(new Set([buildFolder(part), ...folders]).size, 4);
  });

  it("is not built where the text to be changed is not in its files", async () => {
    const module = addModule(machine);
    writeFileSync(join(module, "deep", "more.go"), "package main\n");
    const copies = { module: "example.org/extra", files: ["deep/more.go"] };
    const part = { ...machine.hello, copies, edit: { text: "println", by: "print" } };
    await assert.rejects(ensure([part], silent), {
      message: "hello 1.0.0 could not be built: its source has no println",
    });
    assert.equal(existsSync(binaryOf(part)), false);
  });

  it("says what it builds and what came of it", async () => {
    const lines: string[] = [];
    await ensure(
      [machine.hello],
      lineReporter((line) => lines.push(line)),
    );
    assert.equal(lines[0], "hello 1.0.0, greets");
    assert.match(lines.at(-1) ?? "", /^hello 1\.0\.0, greets: built, \d+ MB, \d+ s$/);
    assert.equal(lines.length, 2);
  });

  it("never writes into the pin", async () => {
    const before = readdirSync(machine.hello.pin);
    await ensure([machine.hello], silent);
    assert.deepEqual(readdirSync(machine.hello.pin), before);
  });

  it("shows the compiler's last lines, the command and the next step when a build fails", async () => {
    writeFileSync(join(machine.hello.pin, "main.go"), "package main\n\nfunc main() { oops() }\n");
    await assert.rejects(ensure([machine.hello], silent), ({ message }: Error) => {
      assert.match(message, /^hello 1\.0\.0 could not be built/);
      assert.match(message, /main\.go:3:15: undefined: oops/);
      assert.match(message, /: go build -v -trimpath -ldflags '-s -w' -o \S+\/hello \.$/m);
      assert.match(message, /^next step: /m);
      return true;
    });
    assert.equal(existsSync(binaryOf(machine.hello)), false);
    assert.deepEqual(readdirSync(partFolder(machine.hello)), [], "a failed build leaves nothing");
  });

  it("removes what dead runs have left and trusts none of it", async () => {
    const left = `${buildFolder(machine.hello)}.tmp-1-dead`;
    mkdirSync(left, { recursive: true });
    writeFileSync(join(left, "hello"), "half a binary");
    await ensure([machine.hello], silent);
    assert.equal(existsSync(left), false);
    execFileSync(binaryOf(machine.hello), { stdio: "ignore" });
  });

  it("fails with one sentence that names the part when Go is missing", async () => {
    process.env.PATH = machine.bin;
    await assert.rejects(ensure([machine.hello], silent), {
      message:
        "go is not on PATH or does not run, and it is needed to build hello: " +
        "install go 1.24 or newer, see https://go.dev/dl",
    });
  });

  it("fails with one sentence when Go is too old", async () => {
    addCommand(machine.bin, "go", "echo go version go1.19.8 linux/amd64");
    await assert.rejects(ensure([machine.hello], silent), {
      message:
        "go on PATH is 1.19.8, which is too old to build hello: " +
        "install go 1.24 or newer, see https://go.dev/dl",
    });
  });

  it("needs no Go when nothing is missing", async () => {
    await ensure([machine.hello], silent);
    process.env.PATH = machine.bin;
    await ensure([machine.hello], neverCalled);
  });

  it("builds again when a person has deleted the build", async () => {
    await ensure([machine.hello], silent);
    rmSync(dirname(binaryOf(machine.hello)), { recursive: true });
    await ensure([machine.hello], silent);
    assert.ok(existsSync(binaryOf(machine.hello)));
  });
});
