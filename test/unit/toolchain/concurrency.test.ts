import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { binaryOf, partFolder } from "../../../toolchain/part";
import { addCommand, makeMachine, startScript, type Machine } from "./support/machine";

/** A compiler that has written half a binary, and goes on for a minute in a grandchild. */
const STUCK_GO = `
case "$1" in
  version) echo go version go1.26.0 linux/amd64 ;;
  list) echo hello ;;
  build) echo half > "$6"; sh -c 'echo $$ > "$PIDFILE"; exec sleep 60' ;;
esac`;

/** Where nobody waits for orphans, a dead one stays in the list as a zombie. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "state=", "-p", String(pid)], { encoding: "utf8" });
  return !/^Z?$/.test(stdout.trim());
}

describe("several runs that need the same part", () => {
  let machine: Machine;
  let pidFile: string;
  beforeEach(() => {
    machine = makeMachine();
    pidFile = process.env.PIDFILE = join(machine.folder, "pid");
  });
  afterEach(() => machine.remove());

  const ensureHello = () => startScript("ensure-hello.ts", JSON.stringify(machine.hello));
  const removeFakeGo = () => addCommand(machine.bin, "go", `exec ${realGo} "$@"`);
  const grandchild = async (): Promise<number> => {
    while (!existsSync(pidFile) || readFileSync(pidFile, "utf8") === "") {
      await sleep(20);
    }
    return Number(readFileSync(pidFile, "utf8"));
  };
  let realGo: string;
  before(() => (realGo = execFileSync("sh", ["-c", "command -v go"], { encoding: "utf8" }).trim()));

  it("build it once, and the second says whom it waits for", async () => {
    const log = join(machine.folder, "log");
    addCommand(
      machine.bin,
      "go",
      `[ "$1" = build ] && echo build >> ${log} && sleep 0.7; exec ${realGo} "$@"`,
    );
    const runs = [ensureHello(), ensureHello()];
    const [one, two] = await Promise.all(runs.map((run) => run.ended));
    assert.equal(one?.stdout, binaryOf(machine.hello), one?.stderr);
    assert.equal(two?.stdout, binaryOf(machine.hello), two?.stderr);
    assert.equal(readFileSync(log, "utf8"), "build\n");
    const printed = `${one.stderr}${two.stderr}`;
    const pids = runs.map((run) => String(run.child.pid)).join("|");
    assert.match(printed, new RegExp(`waiting for process (${pids}) since .*, which builds it`));
    assert.match(printed, /built by another run/);
  });

  it("trust nothing of a run that was killed midway, and succeed", async () => {
    addCommand(machine.bin, "go", STUCK_GO);
    const killed = ensureHello();
    const left = await grandchild();
    killed.child.kill("SIGKILL");
    await killed.ended;
    process.kill(left);
    assert.equal(existsSync(binaryOf(machine.hello)), false);
    removeFakeGo();
    // As if the ten seconds had passed after which the locks of a dead run are void.
    const past = new Date(Date.now() - 60_000);
    for (const lock of ["parts/hello.lock", "go-build.lock"]) {
      utimesSync(join(process.env.XDG_CACHE_HOME ?? "", "istio-mesh", lock), past, past);
    }
    const next = await ensureHello().ended;
    assert.equal(next.code, 0, next.stderr);
    execFileSync(next.stdout, { stdio: "ignore" });
    assert.equal(readdirSync(partFolder(machine.hello)).length, 1, "the leftovers are gone");
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`end the compiler and all that it started on ${signal}, and leave nothing`, async () => {
      addCommand(machine.bin, "go", STUCK_GO);
      const run = ensureHello();
      const pid = await grandchild();
      run.child.kill(signal);
      const ended = await run.ended;
      assert.equal(ended.signal, signal, "a caller sees how it ended");
      assert.equal(isRunning(pid), false);
      assert.deepEqual(readdirSync(partFolder(machine.hello)), []);
      assert.doesNotMatch(ended.stderr, /error/);
      const locks = readdirSync(join(process.env.XDG_CACHE_HOME ?? "", "istio-mesh"));
      assert.deepEqual(locks, ["parts"]);
    });
  }
});
