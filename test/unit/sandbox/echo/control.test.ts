import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as http from "node:http";
import * as path from "node:path";
import { readStream, startStream, stopStream } from "../../../../sandbox/echo/control";
import { startControlServer } from "../../../../sandbox/echo/control-server";
import type { StreamRequest } from "../../../../sandbox/echo/stream-request";
import { eventually, remove, sleep, temporaryFolder } from "../support/folder";
import { ask, listenFor, type Program, startProgram } from "./support/program";

describe("the control socket", () => {
  let west: Program | undefined;
  let [socket, address] = ["", ""];
  const ends: (() => void)[] = [];
  before(async () => {
    west = await startProgram();
    [socket, address] = [west.socket, `127.0.0.1:${west.ports.http}`];
  });
  afterEach(() => ends.splice(0).forEach((end) => end()));
  after(() => west?.end());

  function streamOf(id: string, rest: Partial<StreamRequest> = {}): StreamRequest {
    const targets = [{ name: "west", protocol: "http" as const, address }];
    return { id, intervalMs: 5, timeoutMs: 1000, targets, ...rest };
  }

  async function post(body: unknown): Promise<unknown> {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const answer = await ask(socket, "/streams", { method: "POST", body: text });
    return { ...answer, body: JSON.parse(answer.body) as unknown };
  }

  it("starts a stream, tells how it goes, and ends it with the last word", async () => {
    await startStream(socket, streamOf("a/b c"));
    for (let sent = 0; sent < 2;) {
      await sleep(10);
      const { id, running, targets } = await readStream(socket, "a/b c");
      assert.deepEqual([id, running], ["a/b c", true]);
      sent = targets["west"]?.sent ?? 0;
    }
    const { running, targets } = await stopStream(socket, "a/b c");
    assert.equal(running, false);
    assert.equal(targets["west"]?.servedBy["west"], targets["west"]?.sent);
    await assert.rejects(readStream(socket, "a/b c"), {
      message: `GET /streams/a%2Fb%20c at ${socket} was answered with 404: {"error":"no stream \\"a/b c\\""}`,
    });
  });

  it("keeps what a stream did that had a count, until it is stopped", async () => {
    await startStream(socket, streamOf("counted", { count: 2 }));
    while ((await readStream(socket, "counted")).running) {
      await sleep(10);
    }
    assert.equal((await stopStream(socket, "counted")).targets["west"]?.sent, 2);
  });

  it("answers the end of a stream when the requests under way have ended", async () => {
    let asked = 0;
    const slow = http.createServer((_, response) => {
      asked += 1;
      setTimeout(() => response.end('{"cluster":"east","pod":"b"}'), 80);
    });
    const port = await listenFor(slow, ends);
    const target = { name: "slow", protocol: "http" as const, address: `127.0.0.1:${port}` };
    await startStream(socket, streamOf("slow", { targets: [target] }));
    await eventually("a request", () => asked === 1);
    const [one, other] = await Promise.all([
      stopStream(socket, "slow"),
      stopStream(socket, "slow"),
    ]);
    assert.deepEqual(one.targets["slow"]?.servedBy, { east: 1 });
    assert.deepEqual(other, one);
  });

  it("knows no two streams of one id", async () => {
    await startStream(socket, streamOf("twice"));
    await assert.rejects(
      startStream(socket, streamOf("twice")),
      /POST \/streams at .* was answered with 409: .*stream \\"twice\\" is there already/,
    );
    await stopStream(socket, "twice");
    await startStream(socket, streamOf("twice"));
    await stopStream(socket, "twice");
  });

  const [target] = streamOf("x").targets;
  const wrong: readonly (readonly [what: string, body: unknown, error: string | RegExp])[] = [
    ["is no JSON", "{", /^not JSON: /],
    ["is no object", [], "Invalid input: expected object, received array"],
    [
      "lacks fields",
      { id: "x", targets: [target] },
      /^intervalMs: Invalid input: .*; timeoutMs: Invalid input: /,
    ],
    [
      "has others",
      { ...streamOf("x"), targets: [{ ...target, address: "a:1" }], cuont: 1 },
      'Unrecognized key: "cuont"',
    ],
    [
      "has an unknown protocol",
      { ...streamOf("x"), targets: [{ ...target, address: "a:1", protocol: "udp" }] },
      'targets.0.protocol: Invalid option: expected one of "http"|"tcp"|"grpc"',
    ],
    [
      "has an address without a port",
      { ...streamOf("x"), targets: [{ ...target, address: "west" }] },
      "targets.0.address: expected host:port such as 127.0.0.1:8080",
    ],
    [
      "names two targets alike",
      { ...streamOf("x"), targets: [1, 2].map(() => ({ ...target, address: "a:1" })) },
      "targets: expected a name of its own for each target",
    ],
  ];
  for (const [what, body, error] of wrong) {
    it(`says what is wrong with a body that ${what}`, async () => {
      const answer = (await post(body)) as { status: number; body: { error: string } };
      assert.equal(answer.status, 400);
      if (typeof error === "string") {
        assert.equal(answer.body.error, error);
      } else {
        assert.match(answer.body.error, error);
      }
    });
  }

  it("says what there is where nothing is", async () => {
    for (const [method, url] of [
      ["GET", "/"],
      ["PUT", "/streams/x"],
      ["GET", "/streams/%"],
    ] as const) {
      assert.deepEqual(await ask(socket, url, { method }), {
        status: 404,
        body: `{"error":"no ${method} ${url}: POST /streams, GET and DELETE /streams/<id>"}`,
      });
    }
  });

  it("takes the place of one that was left behind, and goes with its server", async () => {
    const folder = temporaryFolder();
    const own = path.join(folder, "control.sock");
    fs.writeFileSync(own, "");
    const server = await startControlServer(own);
    await startStream(own, streamOf("x"));
    await server.stop();
    assert.equal(fs.existsSync(own), false);
    await assert.rejects(readStream(own, "x"), {
      message: `nobody answers at ${own}: connect ENOENT ${own}`,
    });
    remove(folder);
  });
});
