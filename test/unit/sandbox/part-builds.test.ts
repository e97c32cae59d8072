import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { PartBuilds } from "../../../sandbox/part-builds";
import { ProcessTable } from "../../../sandbox/processes";
import { binaryOf } from "../../../toolchain/part";
import { PARTS } from "../../../toolchain/parts";
import { eventually, remove, temporaryFolder } from "./support/folder";

const name = "pilot-agent-1.16";

describe("a part that a pod asks for", () => {
  let folder = "";
  let builds: PartBuilds | undefined;
  const kept = process.env.XDG_CACHE_HOME;
  beforeEach(() => {
    folder = temporaryFolder();
    process.env.XDG_CACHE_HOME = path.join(folder, "cache");
  });
  afterEach(async () => {
    await builds?.stop();
    if (kept === undefined) {
      delete process.env.XDG_CACHE_HOME;
    } else {
      process.env.XDG_CACHE_HOME = kept;
    }
    remove(folder);
  });

  const log = () => path.join(folder, "toolchain.log");
  const words = () => (fs.existsSync(log()) ? fs.readFileSync(log(), "utf8") : "");
  /** Builds by a script, whose `$0` is the part's name. */
  function buildsBy(script: string): PartBuilds {
    const table = new ProcessTable(path.join(folder, "processes.json"));
    builds = new PartBuilds(table, log(), ["/bin/sh", "-c", script]);
    return builds;
  }
  const binary = () => binaryOf(PARTS[name]);
  const make = () => `mkdir -p ${path.dirname(binary())} && touch ${binary()}`;

  it("is missing until it is built, by a process that is told its name and has the user's PATH", async () => {
    const parts = buildsBy(`echo "$0 $PATH"; ${make()}`);
    assert.equal(parts.find(name), undefined);
    await parts.build(name);
    assert.equal(parts.find(name), binary());
    assert.equal(words(), `${name} ${process.env.PATH ?? ""}\n`);
  });

  it("is built once for all who ask meanwhile", async () => {
    const parts = buildsBy(`echo once; sleep 0.1; ${make()}`);
    await Promise.all([parts.build(name), parts.build(name)]);
    assert.equal(words(), "once\n");
  });

  it("that could not be built leads to the log, and is tried again when it is asked for again", async () => {
    const parts = buildsBy(
      `[ -e ${folder}/again ] && ${make()} && exit; touch ${folder}/again; exit 3`,
    );
    await assert.rejects(parts.build(name), {
      message: `${name} could not be built, exit code 3, see ${log()}`,
    });
    await parts.build(name);
    assert.equal(parts.find(name), binary());
  });

  it("is not built on when the sandbox ends", async () => {
    const parts = buildsBy("echo begun; exec sleep 30");
    const building = assert.rejects(parts.build(name), /could not be built, SIGTERM/);
    await eventually("the build", () => words() === "begun\n");
    await parts.stop();
    await building;
  });
});
