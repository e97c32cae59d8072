import assert from "node:assert/strict";
import * as http from "node:http";
import * as net from "node:net";
import { Stream, type StreamReport } from "../../../../sandbox/echo/stream";
import type { StreamRequest, Target } from "../../../../sandbox/echo/stream-request";
import type { TargetReport } from "../../../../sandbox/echo/tally";
import { eventually, sleep } from "../support/folder";
import { listenFor, type Program, startProgram } from "./support/program";

const answer = JSON.stringify({ cluster: "east", pod: "b", identity: "spiffe://client" });

describe("a stream", () => {
  let west: Program | undefined;
  const ends: (() => void)[] = [];
  before(async () => {
    west = await startProgram();
  });
  afterEach(() => ends.splice(0).forEach((end) => end()));
  after(() => west?.end());

  const at = (port: number | undefined) => `127.0.0.1:${port ?? 0}`;

  /** What comes of requests to one target. */
  async function sendTo(
    target: Omit<Target, "name">,
    rest: Partial<StreamRequest> = {},
  ): Promise<TargetReport> {
    const targets = [{ name: "it", ...target }];
    const request = { id: "1", intervalMs: 5, count: 3, timeoutMs: 2000, targets, ...rest };
    const report = await finished(new Stream(request));
    const { it } = report.targets;
    assert.ok(it);
    assert.equal(it.sent, it.arrived + it.failed);
    return it;
  }

  async function finished(stream: Stream): Promise<StreamReport> {
    await eventually("the end", () => !stream.report().running);
    return stream.report();
  }

  function serve(handler: http.RequestListener): Promise<number> {
    return listenFor(http.createServer(handler), ends);
  }

  for (const protocol of ["http", "tcp", "grpc"] as const) {
    it(`over ${protocol} arrives, as often as asked`, async () => {
      const report = await sendTo({ protocol, address: at(west?.ports[protocol]) });
      assert.deepEqual([report.sent, report.arrived], [3, 3]);
      assert.deepEqual([report.servedBy, report.errors], [{ west: 3 }, {}]);
      assert.equal(report.latenciesMs.length, 3);
      assert.ok(report.latenciesMs.every((one) => one > 0 && one < 2000));
    });

    it(`over ${protocol} tells by its code that nobody listens`, async () => {
      const report = await sendTo({ protocol, address: at(1) });
      assert.deepEqual([report.failed, report.errors], [3, { ECONNREFUSED: 3 }]);
      assert.deepEqual(report.latenciesMs, []);
    });

    it(`over ${protocol} gives up after the timeout`, async () => {
      const sockets = new Set<net.Socket>();
      const silent = net.createServer((socket) => sockets.add(socket.on("error", () => undefined)));
      const port = await listenFor(silent, ends);
      ends.push(() => sockets.forEach((socket) => socket.destroy()));
      const report = await sendTo({ protocol, address: at(port) }, { timeoutMs: 60, count: 2 });
      assert.deepEqual(report.errors, { "no answer within 60 ms": 2 });
    });
  }

  it("over http gives up after the timeout though the answer has begun", async () => {
    const port = await serve((_, response) => response.write("{"));
    const report = await sendTo({ protocol: "http", address: at(port) }, { timeoutMs: 60 });
    assert.deepEqual(report.errors, { "no answer within 60 ms": 3 });
  });

  it("over http says who the client is and counts it, each over a connection of its own", async () => {
    const hosts: (string | undefined)[] = [];
    const ports = new Set<number | undefined>();
    const port = await serve((request, response) => {
      hosts.push(request.headers.host);
      ports.add(request.socket.remotePort);
      response.end(answer);
    });
    const authority = "echo.sample.svc.cluster.local:8080";
    const report = await sendTo({ protocol: "http", address: at(port), authority });
    assert.deepEqual(report.identities, { "spiffe://client": 3 });
    assert.deepEqual([hosts, ports.size], [[authority, authority, authority], 3]);
  });

  it("over http fails with the status and the start of the text", async () => {
    const port = await serve((_, response) => {
      response.writeHead(503).end(`upstream connect error\r\n${"x".repeat(200)}`);
    });
    const { errors } = await sendTo({ protocol: "http", address: at(port) });
    assert.deepEqual(errors, { [`HTTP 503: upstream connect error ${"x".repeat(97)}`]: 3 });
  });

  it("fails where somebody else answers", async () => {
    const port = await serve((_, response) => response.end("<html>"));
    const { errors } = await sendTo({ protocol: "http", address: at(port) });
    assert.deepEqual(errors, { "not an answer of this program: <html>": 3 });
  });

  it("over tcp fails where the connection is closed without an answer", async () => {
    const port = await listenFor(
      net.createServer((socket) => socket.end()),
      ends,
    );
    const { errors } = await sendTo({ protocol: "tcp", address: at(port) });
    assert.deepEqual(errors, { "closed without an answer": 3 });
  });

  it("over grpc fails with the status, and equal failures are counted as one", async () => {
    const { errors } = await sendTo({ protocol: "grpc", address: at(west?.ports.tcp) });
    assert.deepEqual(errors, {
      "gRPC UNAVAILABLE: No connection established. Last error: Protocol error": 3,
    });
  });

  it("sends at the interval from start to start, to each target by itself", async () => {
    const starts: number[] = [];
    const port = await serve((_, response) => {
      starts.push(performance.now());
      setTimeout(() => response.end(answer), 80);
    });
    const silent = await serve(() => undefined);
    const targets = [
      { name: "slow", protocol: "http", address: at(port) },
      { name: "silent", protocol: "http", address: at(silent) },
    ] as const;
    const request = { id: "1", intervalMs: 100, timeoutMs: 1000, count: 5 };
    const stream = new Stream({ ...request, targets: [...targets] });
    await eventually("five answers", () => stream.report().targets["slow"]?.sent === 5);
    const tookMs = (starts.at(-1) ?? 0) - (starts[0] ?? 0);
    assert.ok(tookMs > 370 && tookMs < 650, `${tookMs} ms for four intervals`);
    assert.equal(stream.report().running, true);
    await stream.stop();
  });

  it("never sends two at once to a target: a slow one delays the next", async () => {
    let [running, most] = [0, 0];
    const port = await serve((_, response) => {
      most = Math.max(most, ++running);
      setTimeout(() => {
        running -= 1;
        response.end(answer);
      }, 30);
    });
    const report = await sendTo({ protocol: "http", address: at(port) }, { intervalMs: 1 });
    assert.deepEqual([report.arrived, most], [3, 1]);
  });

  it("waits for requests under way when it is stopped, counts them, and sends no more", async () => {
    let asked = 0;
    const port = await serve((_, response) => {
      asked += 1;
      setTimeout(() => response.end(answer), 100);
    });
    const targets: Target[] = [{ name: "it", protocol: "http", address: at(port) }];
    const stream = new Stream({ id: "1", intervalMs: 1, timeoutMs: 1000, targets });
    await eventually("the first", () => asked === 1);
    const { running, targets: reports } = await stream.stop();
    assert.deepEqual([running, reports["it"]?.sent, reports["it"]?.arrived], [false, 1, 1]);
    await sleep(30);
    assert.equal(asked, 1);
  });

  it("ends its pause when it is stopped", async () => {
    const targets: Target[] = [{ name: "it", protocol: "http", address: at(west?.ports.http) }];
    const stream = new Stream({ id: "1", intervalMs: 60_000, timeoutMs: 1000, targets });
    await eventually("the first", () => stream.report().targets["it"]?.sent === 1);
    const before = Date.now();
    await stream.stop();
    assert.ok(Date.now() - before < 500);
  });
});
