import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { addCommand, makeMachine, ROOT, start, type Machine } from "./support/machine";

const FILES = ["bootstrap.mjs", "npm-packages.mjs", "folder-lock.mjs", "terminal.mjs"];
const FAKE_OLD_NODE =
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"18.20.4"}})';

describe("the entry of every npm script", () => {
  let machine: Machine;
  let root: string;
  let log: string;
  beforeEach(() => {
    machine = makeMachine();
    root = join(machine.folder, "checkout");
    log = join(machine.folder, "npm.log");
    mkdirSync(join(root, "toolchain"), { recursive: true });
    for (const file of FILES) {
      cpSync(join(ROOT, "toolchain", file), join(root, "toolchain", file));
    }
    writeFileSync(join(root, "package.json"), '{ "engines": { "node": ">=20.1" } }');
    writeLockfile("1.0.0");
    fakeNpm("");
  });
  afterEach(() => machine.remove());

  function writeLockfile(version: string): void {
    const packages = { "": {}, "node_modules/tsx": { version, integrity: "x" } };
    writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages }));
  }
  function fakeNpm(more: string): void {
    const tsx = join(ROOT, "node_modules", "tsx");
    const steps = [
      `echo "$*" >> ${log}`,
      "echo chatter",
      "rm -rf node_modules && mkdir node_modules",
      more,
      `ln -s ${tsx} node_modules/tsx`,
    ];
    addCommand(machine.bin, "npm", steps.filter((step) => step !== "").join("\n"));
  }
  function script(source: string): string {
    const file = join(machine.folder, "script.ts");
    writeFileSync(file, source);
    return file;
  }
  const bootstrap = (...args: readonly string[]) =>
    start(process.execPath, [join(root, "toolchain", "bootstrap.mjs"), ...args], machine.folder);
  const hello = () => script('process.stdout.write("hello" as string);');
  const installations = (): number => readFileSync(log, "utf8").split("\n").length - 1;

  it("says in one sentence that Node is too old", async () => {
    const entry = join(root, "toolchain", "bootstrap.mjs");
    const old = start(process.execPath, ["--import", FAKE_OLD_NODE, entry, hello()]);
    const { code, stderr } = await old.ended;
    assert.equal(code, 1);
    assert.equal(
      stderr,
      "error: this project needs Node.js 20.1 or newer and this is 18.20.4, " +
        "install a newer one from https://nodejs.org and run it again\n",
    );
  });

  it("installs the packages once, and keeps stdout for the script", async () => {
    const first = await bootstrap(hello()).ended;
    assert.equal(first.stdout, "hello", first.stderr);
    assert.match(
      first.stderr,
      /^installing the npm packages .*\nchatter\nnpm packages installed in/,
    );
    const second = await bootstrap(hello()).ended;
    assert.deepEqual(second, { code: 0, signal: null, stdout: "hello", stderr: "" });
    assert.equal(installations(), 1);
    assert.match(readFileSync(log, "utf8"), /^ci --ignore-scripts/);
  });

  it("installs again when package-lock.json changes", async () => {
    await bootstrap(hello()).ended;
    writeLockfile("2.0.0");
    await bootstrap(hello()).ended;
    assert.equal(installations(), 2);
  });

  it("keeps what a person has installed by hand", async () => {
    mkdirSync(join(root, "node_modules"));
    symlinkSync(join(ROOT, "node_modules", "tsx"), join(root, "node_modules", "tsx"));
    cpSync(join(root, "package-lock.json"), join(root, "node_modules", ".package-lock.json"));
    const { stdout, stderr } = await bootstrap(hello()).ended;
    assert.deepEqual({ stdout, stderr }, { stdout: "hello", stderr: "" });
    assert.equal(existsSync(log), false);
  });

  it("installs once for two runs at once, and the second says whom it waits for", async () => {
    fakeNpm("sleep 0.6");
    const runs = await Promise.all([bootstrap(hello()).ended, bootstrap(hello()).ended]);
    assert.deepEqual(
      runs.map((run) => run.stdout),
      ["hello", "hello"],
    );
    assert.equal(installations(), 1);
    const printed = runs.map((run) => run.stderr).join("");
    assert.match(printed, /^waiting for process \d+, which installs the npm packages$/m);
  });

  it("starts an interrupted installation anew", async () => {
    fakeNpm("exec sleep 60");
    const interrupted = bootstrap(hello());
    while (!existsSync(log)) {
      await sleep(20);
    }
    interrupted.child.kill("SIGTERM");
    assert.notEqual((await interrupted.ended).code, 0);
    fakeNpm("");
    const next = await bootstrap(hello()).ended;
    assert.equal(next.stdout, "hello", next.stderr);
    assert.equal(installations(), 2);
  });

  it("does not run the script when the installation fails", async () => {
    fakeNpm("exit 7");
    const { code, stdout, stderr } = await bootstrap(hello()).ended;
    assert.deepEqual({ code, stdout }, { code: 7, stdout: "" });
    assert.match(stderr, /^error: npm ci failed after \d+ s, see its messages above/m);
  });

  it("passes the arguments and the exit code through", async () => {
    const file = script("console.log(process.argv.slice(2).join()); process.exitCode = 3;");
    const { code, stdout } = await bootstrap(file, "--a", "b c").ended;
    assert.deepEqual({ code, stdout }, { code: 3, stdout: "--a,b c\n" });
  });

  it("passes a signal on to the script, and waits for it to end", async () => {
    const file = script(`
      const timer = setInterval(() => undefined, 1000);
      process.on("SIGTERM", () => { console.log("bye"); clearInterval(timer); process.exitCode = 4; });
      console.log("ready");
    `);
    const run = bootstrap(file);
    await new Promise((resolve) => run.child.stdout?.once("data", resolve));
    run.child.kill("SIGTERM");
    const { code, stdout } = await run.ended;
    assert.deepEqual({ code, stdout }, { code: 4, stdout: "ready\nbye\n" });
  });
});
