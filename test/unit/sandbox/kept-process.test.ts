import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { KeptProcess } from "../../../sandbox/kept-process";
import { ProcessTable } from "../../../sandbox/processes";
import { eventually, remove, sleep, temporaryFolder } from "./support/folder";

describe("a process that is kept", () => {
  let folder = "";
  let log: string[] = [];
  let changes = 0;
  let kept: KeptProcess | undefined;
  beforeEach(() => {
    folder = temporaryFolder();
    [log, changes] = [[], 0];
  });
  afterEach(async () => {
    await kept?.stop(0);
    remove(folder);
  });

  function keep(command: string, script = "exec sleep 30"): KeptProcess {
    const spec = {
      name: "etcd",
      command,
      args: ["-c", script],
      env: {},
      cwd: folder,
      log: path.join(folder, "etcd.log"),
    };
    kept = new KeptProcess(spec, {
      table: new ProcessTable(records()),
      changed: () => (changes += 1),
      log: (line) => log.push(line),
    });
    return kept;
  }
  const records = () => path.join(folder, "processes.json");

  it("runs at once, and again whenever it ends, which is logged", async () => {
    const { pid } = keep("/bin/sh");
    assert.equal(changes, 1);
    process.kill(pid, "SIGKILL");
    await eventually("another one", () => ![pid, undefined].includes(kept?.pid));
    assert.equal(changes, 2);
    const file = path.join(folder, "etcd.log");
    assert.deepEqual(log, [`etcd ended with SIGKILL, see ${file}; starting it again`]);
  });

  it("is not started again once it is stopped, not even if it had just ended", async () => {
    keep("/bin/sh", "exit 3");
    await eventually("its end", () => log.length === 1);
    const before = Date.now();
    await kept?.stop(5000);
    assert.ok(Date.now() - before < 500);
    await sleep(1200);
    assert.equal(changes, 1);
    assert.equal(fs.existsSync(records()), false);
  });

  it("says nothing when it ends because it is stopped", async () => {
    const { pid } = keep("/bin/sh");
    await kept?.stop(1000);
    assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
    assert.deepEqual(log, []);
  });

  it("has no pid while it cannot be started, and is tried again", async () => {
    assert.equal(keep("/no/such/program").pid, -1);
    await eventually("a second try", () => changes === 2);
    assert.match(log[0] ?? "", /^etcd ended with .*ENOENT, see .*; starting it again$/);
  });
});
