import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { linkCharts } from "../../../sandbox/charts";
import { binaryOf, type FoldersPart } from "../../../toolchain/part";
import { remove, temporaryFolder } from "./support/folder";

describe("Istio's own charts", () => {
  let folder = "";
  const kept = process.env.XDG_CACHE_HOME;
  beforeEach(() => {
    folder = temporaryFolder();
    process.env.XDG_CACHE_HOME = path.join(folder, "cache");
    fs.mkdirSync(path.join(folder, "pin"));
  });
  afterEach(() => {
    if (kept === undefined) {
      delete process.env.XDG_CACHE_HOME;
    } else {
      process.env.XDG_CACHE_HOME = kept;
    }
    remove(folder);
  });

  const partOf = (version: string): FoldersPart => ({
    kind: "folders",
    name: "charts",
    version,
    purpose: "charts",
    group: "sandbox",
    pin: path.join(folder, "pin"),
    module: "example.org/charts",
    folders: { base: "deep/base" },
  });
  /** A part that is there, with a chart that has these values. */
  function made(part: FoldersPart, values: string): FoldersPart {
    const base = path.join(binaryOf(part), "base");
    fs.mkdirSync(base, { recursive: true });
    fs.writeFileSync(path.join(base, "values.yaml"), values);
    return part;
  }
  const charts = () => path.join(folder, "checkout", "charts");
  const values = (version: string) =>
    fs.readFileSync(path.join(charts(), version, "base/values.yaml"), "utf8");

  it("lie below their version, and those that are not there are left out", () => {
    linkCharts(charts(), [made(partOf("1.22"), "new: 1"), partOf("1.16")]);
    assert.deepEqual(fs.readdirSync(charts()), ["1.22"]);
    assert.equal(values("1.22"), "new: 1");
    linkCharts(charts(), [partOf("1.22"), made(partOf("1.16"), "old: 1")]);
    assert.deepEqual(fs.readdirSync(charts()), ["1.16", "1.22"]);
    assert.equal(values("1.16"), "old: 1");
  });

  it("are those of the pin of now, also where an earlier one's are gone from the cache", () => {
    const part = made(partOf("1.22"), "first: 1");
    linkCharts(charts(), [part]);
    fs.rmSync(binaryOf(part), { recursive: true });
    fs.writeFileSync(path.join(part.pin, "go.mod"), "module changed\n");
    linkCharts(charts(), [made(part, "second: 1")]);
    assert.equal(values("1.22"), "second: 1");
  });
});
