import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { keyOf } from "../../../toolchain/cache";
import { ensure } from "../../../toolchain/ensure";
import { binaryOf, buildFolder, partFolder, type GoPart } from "../../../toolchain/part";
import { lineReporter, type Reporter } from "../../../toolchain/reporter";
import { addCommand, makeMachine, type Machine } from "./support/machine";

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
    const module = join(machine.folder, "extra");
    mkdirSync(join(module, "deep"), { recursive: true });
    writeFileSync(join(module, "go.mod"), "module example.org/extra\n\ngo 1.24\n");
    writeFileSync(join(module, "deep", "template.json"), "{}");
    writeFileSync(
      join(machine.hello.pin, "go.mod"),
      "module hello\n\ngo 1.24\n\nrequire example.org/extra v1.0.0\n\n" +
        `replace example.org/extra => ${module}\n`,
    );
    const beside = { module: "example.org/extra", files: ["deep/template.json"] };
    const part: GoPart = { ...machine.hello, beside };
    await ensure([part], silent);
    assert.deepEqual(readdirSync(buildFolder(part)).sort(), ["hello", "template.json"]);
    assert.equal(readFileSync(join(buildFolder(part), "template.json"), "utf8"), "{}");
    const others = [{ ...beside, files: ["go.mod"] }, { ...beside, module: "other" }, undefined];
    const folders = others.map((other) => buildFolder({ ...part, beside: other }));
    assert.equal(new Set([buildFolder(part), ...folders]).size, 4);
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
