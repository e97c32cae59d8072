import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { isAlive, ProcessTable, type RunningProcess, startTicks } from "../../../sandbox/processes";
import { eventually, remove, temporaryFolder } from "./support/folder";

describe("processes", () => {
  let folder = "";
  let started: RunningProcess[] = [];
  beforeEach(() => {
    folder = temporaryFolder();
    started = [];
  });
  afterEach(async () => {
    await Promise.all(started.map((one) => one.stop(0)));
    remove(folder);
  });

  const file = () => path.join(folder, "processes.json");
  const log = () => path.join(folder, "logs", "sh.log");
  const records = () =>
    JSON.parse(fs.readFileSync(file(), "utf8")) as { name: string; pid: number }[];

  function start(script: string, name = "east/sh", command = "/bin/sh"): RunningProcess {
    const args = ["-c", script];
    const spec = { name, command, args, env: { ONLY: "this" }, cwd: folder, log: log() };
    const running = new ProcessTable(file()).start(spec);
    started.push(running);
    return running;
  }

  it("are on record while they run, and not afterwards", async () => {
    const running = start("exec sleep 30");
    assert.deepEqual(records(), [
      { name: "east/sh", pid: running.pid, startTicks: startTicks(running.pid) },
    ]);
    await running.stop(1000);
    await eventually("an empty record", () => !fs.existsSync(file()));
  });

  it("say how they ended", async () => {
    assert.equal(await start("exit 3").ended, "exit code 3");
    assert.equal(await start("kill -9 $$").ended, "SIGKILL");
    assert.match(await start("", "east/none", "/no/such/program").ended, /ENOENT/);
  });

  it("inherit nothing of the environment, and append what they say to the log", async () => {
    await start('echo "$ONLY-$HOME"').ended;
    await start("echo more >&2").ended;
    assert.equal(fs.readFileSync(log(), "utf8"), "this-\nmore\n");
  });

  it("take their children along, also when they are killed", async () => {
    const running = start("sleep 30 & echo $!; wait");
    await eventually("the child", () => fs.readFileSync(log(), "utf8").endsWith("\n"));
    const child = Number(fs.readFileSync(log(), "utf8"));
    assert.notEqual(startTicks(child), undefined);
    process.kill(running.pid, "SIGKILL");
    await running.ended;
    await eventually("its end", () => startTicks(child) === undefined);
  });

  it("are asked to end first", async () => {
    const running = start('trap "echo bye; exit 0" TERM; echo up; while :; do sleep 0.02; done');
    await eventually("the trap", () => fs.readFileSync(log(), "utf8") === "up\n");
    await running.stop(5000);
    assert.equal(await running.ended, "exit code 0");
    assert.equal(fs.readFileSync(log(), "utf8"), "up\nbye\n");
  });

  it("are ended when they do not listen", async () => {
    const running = start('trap "" TERM; echo up; while :; do sleep 0.02; done');
    await eventually("the trap", () => fs.readFileSync(log(), "utf8") === "up\n");
    const before = Date.now();
    await running.stop(150);
    assert.equal(await running.ended, "SIGKILL");
    assert.ok(Date.now() - before >= 140);
  });

  it("can be stopped twice, and after they have ended", async () => {
    const running = start("exec sleep 30");
    await Promise.all([running.stop(1000), running.stop(1000)]);
    await running.stop(1000);
  });

  it("that a crash has left are ended by the next run, and only those", async () => {
    const left = start("exec sleep 30", "east/left");
    const other = spawn("/bin/sleep", ["30"], { stdio: "ignore" });
    const pid = other.pid ?? -1;
    const foreign = { name: "east/reused", pid, startTicks: "1" };
    fs.writeFileSync(file(), JSON.stringify([...records(), foreign]));
    try {
      assert.deepEqual(await ProcessTable.reap(file()), ["east/left"]);
      assert.equal(await left.ended, "SIGKILL");
      assert.notEqual(startTicks(pid), undefined, "a process with another start time lives on");
      assert.equal(fs.existsSync(file()), false);
    } finally {
      other.kill("SIGKILL");
    }
  });

  it("are not missed when nothing, or nothing legible, is on record", async () => {
    assert.deepEqual(await ProcessTable.reap(file()), []);
    fs.writeFileSync(file(), "{");
    assert.deepEqual(await ProcessTable.reap(file()), []);
  });

  it("are alive only at the start time on record", () => {
    const ticks = startTicks(process.pid) ?? "";
    assert.equal(isAlive({ pid: process.pid, startTicks: ticks }), true);
    assert.equal(isAlive({ pid: process.pid, startTicks: `${ticks}0` }), false);
    assert.equal(isAlive({ pid: 2 ** 22 + 1, startTicks: ticks }), false);
  });
});
