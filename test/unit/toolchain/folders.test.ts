import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensure } from "../../../toolchain/ensure";
import { binaryOf, buildFolder, type FoldersPart, partFolder } from "../../../toolchain/part";
import { lineReporter, type Reporter } from "../../../toolchain/reporter";
import { addModule, makeMachine, type Machine } from "./support/machine";

const silent: Reporter = lineReporter(() => undefined);
const neverCalled: Reporter = () => Promise.reject(new Error("something was copied"));

describe("a part that is folders of a module", () => {
  let machine: Machine;
  let charts: FoldersPart;
  let templates = "";
  beforeEach(() => {
    machine = makeMachine();
    const deep = join(addModule(machine), "deep");
    templates = join(deep, "templates");
    mkdirSync(templates);
    writeFileSync(join(deep, "Chart.yaml"), "version: 1.0.0\n");
    writeFileSync(join(templates, "a.yaml"), "{}");
    chmodSync(templates, 0o555);
    charts = {
      kind: "folders",
      name: "charts",
      version: "1.0.0",
      purpose: "charts",
      group: "sandbox",
      pin: machine.hello.pin,
      module: "example.org/extra",
      folders: { base: "deep", inner: "deep/templates" },
    };
  });
  afterEach(() => {
    chmodSync(templates, 0o755);
    machine.remove();
  });

  it("has each under its own name, whole, and nothing else", async () => {
    await ensure([charts], silent);
    const files = readdirSync(binaryOf(charts), { recursive: true }).map(String).sort();
    const base = ["base", "base/Chart.yaml", "base/templates", "base/templates/a.yaml"];
    assert.deepEqual(files, [...base, "inner", "inner/a.yaml"]);
    const chart = join(binaryOf(charts), "base", "Chart.yaml");
    assert.equal(readFileSync(chart, "utf8"), "version: 1.0.0\n");
    assert.deepEqual(readdirSync(buildFolder(charts)), ["charts"]);
    assert.equal(readdirSync(partFolder(charts)).length, 1);
    await ensure([charts], neverCalled);
  });

  it("can be removed again, though the module cache may not be written to", async () => {
    await ensure([charts], silent);
    const { mode } = statSync(join(binaryOf(charts), "base", "templates"));
    assert.equal(mode & 0o200, 0o200);
  });

  it("is copied anew when the pin or the folders change", () => {
    const other = { ...charts, folders: { base: "deep" } };
    const before = buildFolder(charts);
    assert.notEqual(buildFolder(other), before);
    writeFileSync(join(charts.pin, "go.sum"), "");
    assert.notEqual(buildFolder(charts), before);
  });

  it("says what came of it", async () => {
    const lines: string[] = [];
    await ensure(
      [charts],
      lineReporter((line) => lines.push(line)),
    );
    assert.match(lines.at(-1) ?? "", /^charts 1\.0\.0, charts: copied, 0 MB, \d+ s$/);
  });

  it("shows go's last lines when the module is none of the pin's", async () => {
    const foreign = { ...charts, module: "example.org/foreign" };
    await assert.rejects(ensure([foreign], silent), ({ message }: Error) => {
      assert.match(message, /^charts 1\.0\.0 could not be/);
      assert.match(message, /example\.org\/foreign/);
      return true;
    });
  });
});
