import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as http from "node:http";
import * as path from "node:path";
import { text } from "node:stream/consumers";
import { bundle as bundleProgram } from "../../../../sandbox/bundle";
import { readStream, startStream } from "../../../../sandbox/echo/control";
import { eventually, remove, sleep, temporaryFolder } from "../support/folder";
import { ask, listenFor } from "./support/program";

describe("the bundled program", () => {
  let folder = "";
  let child: ChildProcess | undefined;
  const ends: (() => void)[] = [];
  const bundle = () => path.join(folder, "out", "echo.cjs");
  const socket = () => path.join(folder, "control.sock");

  before(async () => {
    folder = temporaryFolder();
    await bundleProgram("sandbox/echo/main.ts", bundle());
  });
  afterEach(() => {
    child?.kill("SIGKILL");
    ends.splice(0).forEach((end) => end());
  });
  after(() => remove(folder));

  function run(args: readonly string[], env: Record<string, string>): ChildProcess {
    // A folder with no node_modules above it.
    child = spawn(process.execPath, [bundle(), ...args], { cwd: folder, env });
    return child;
  }

  const ports = ["--http=0", "--grpc=0", "--tcp=0"];
  const workload = { CLUSTER: "west", POD_NAME: "echo-1" };

  /** Starts it. @returns its ports */
  async function start(): Promise<{ http: number; grpc: number; tcp: number }> {
    const { stdout } = run([...ports, `--control=${socket()}`], workload);
    assert.ok(stdout);
    const [line] = (await once(stdout, "data")) as [Buffer];
    const match = /^west\/echo-1 listens: http (\d+), grpc (\d+), tcp (\d+)\n$/.exec(String(line));
    const [, httpPort, grpc, tcp] = (match ?? []).map(Number);
    return { http: httpPort ?? 0, grpc: grpc ?? 0, tcp: tcp ?? 0 };
  }

  async function ended(): Promise<unknown[]> {
    assert.ok(child);
    return (await once(child, "exit")) as unknown[];
  }

  it("names no folder of this machine", () => {
    assert.ok(!fs.readFileSync(bundle(), "utf8").includes(process.cwd()));
  });

  it("serves and asks over all protocols, without a word about it", async () => {
    const listening = await start();
    let stderr = "";
    child?.stderr?.on("data", (data: Buffer) => (stderr += data.toString()));
    // More than the ten listeners at which Node.js warns.
    const targets = [1, 2, 3, 4].flatMap((index) =>
      (["http", "grpc", "tcp"] as const).map((protocol) => ({
        name: `${protocol}-${index}`,
        protocol,
        address: `127.0.0.1:${listening[protocol]}`,
      })),
    );
    const request = { id: "1", intervalMs: 10, timeoutMs: 5000, count: 2, targets };
    await startStream(socket(), request);
    let report = await readStream(socket(), "1");
    while (report.running) {
      await sleep(20);
      report = await readStream(socket(), "1");
    }
    assert.deepEqual(
      Object.values(report.targets).map(({ servedBy }) => servedBy["west"]),
      targets.map(() => 2),
    );
    assert.equal(stderr, "");
  });

  it("ends at SIGTERM with 0 once the requests under way have ended, and starts no more", async () => {
    await start();
    let asked = 0;
    let answered = 0;
    const slow = http.createServer((_, response) => {
      asked += 1;
      response.on("close", () => (answered += response.writableFinished ? 1 : 0));
      setTimeout(() => response.end('{"cluster":"east","pod":"b"}'), 300);
    });
    const address = `127.0.0.1:${await listenFor(slow, ends)}`;
    const targets = [{ name: "slow", protocol: "http" as const, address }];
    await startStream(socket(), { id: "1", intervalMs: 5, timeoutMs: 5000, targets });
    await eventually("a request", () => asked === 1);
    child?.kill("SIGTERM");
    assert.deepEqual(await ended(), [0, null]);
    assert.deepEqual([asked, answered], [1, 1]);
    assert.equal(fs.existsSync(socket()), false);
  });

  it("goes on to answer for two seconds after SIGTERM, for some have not heard of it yet", async function () {
    this.timeout(20_000);
    const { http: port } = await start();
    child?.kill("SIGTERM");
    await sleep(1_000);
    await ask(port, "/ready");
    assert.deepEqual(await ended(), [0, null]);
    await assert.rejects(ask(port, "/ready"), { code: "ECONNREFUSED" });
  });

  it("ends at SIGTERM after five seconds though a request goes on", async function () {
    this.timeout(20_000);
    const { http: port } = await start();
    const silent = http.createServer();
    const address = `127.0.0.1:${await listenFor(silent, ends)}`;
    const targets = [{ name: "silent", protocol: "http" as const, address }];
    await startStream(socket(), { id: "1", intervalMs: 5, timeoutMs: 60_000, targets });
    await once(silent, "request");
    const before = Date.now();
    child?.kill("SIGTERM");
    await sleep(2_500);
    await assert.rejects(ask(port, "/ready"), { code: "ECONNREFUSED" });
    assert.deepEqual(await ended(), [0, null]);
    const tookMs = Date.now() - before;
    assert.ok(tookMs >= 4900 && tookMs < 8000, `${tookMs} ms`);
  });

  const control = "--control=/nowhere/control.sock";
  for (const [what, args, env, message] of [
    [
      "without a name",
      [...ports, control],
      { CLUSTER: "west" },
      "the environment has no POD_NAME\n",
    ],
    [
      "without a port",
      ports.slice(1),
      workload,
      "error: required option '--http <port>' not specified\n",
    ],
    [
      "with what is no port",
      ["--http=99999"],
      workload,
      "error: option '--http <port>' argument '99999' is invalid. expected a port\n",
    ],
  ] as const) {
    it(`does not start ${what}, and says so`, async () => {
      const { stderr } = run(args, env);
      assert.ok(stderr);
      const [said, [code]] = await Promise.all([text(stderr), ended()]);
      assert.deepEqual([said, code], [message, 1]);
    });
  }
});
