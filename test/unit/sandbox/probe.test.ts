import assert from "node:assert/strict";
import * as http from "node:http";
import * as net from "node:net";
import type { AddressInfo } from "node:net";
import type { V1Probe } from "@kubernetes/client-node";
import { checkProbe, watchReadiness } from "../../../sandbox/kubelet/probe";
import { eventually, sleep } from "./support/folder";

describe("readiness", () => {
  let code = 200;
  let requests: string[] = [];
  let server = http.createServer();
  let stopping = new AbortController();
  let answers: boolean[] = [];

  beforeEach(async () => {
    [code, requests, answers, stopping] = [200, [], [], new AbortController()];
    server = http.createServer((request, response) => {
      requests.push(request.url ?? "");
      response.writeHead(code).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => {
    stopping.abort();
    server.closeAllConnections();
    server.close();
  });

  const port = () => (server.address() as AddressInfo).port;
  function watch(readinessProbe?: V1Probe): void {
    const container = {
      name: "discovery",
      ports: [{ name: "http", containerPort: port() }],
      ...(readinessProbe && { readinessProbe }),
    };
    const at = (of: number) => ({ host: "127.0.0.1", port: of });
    watchReadiness(container, at, stopping.signal, (ready) => answers.push(ready));
  }

  it("comes at once without a probe", () => {
    watch();
    assert.deepEqual(answers, [true]);
  });

  it("comes when the server says so, and not before", async () => {
    code = 503;
    watch({ httpGet: { path: "/ready", port: "http" } });
    await eventually("two answers", () => requests.length >= 2);
    assert.deepEqual(answers, []);
    code = 204;
    await eventually("ready", () => answers.length === 1);
    assert.deepEqual(answers, [true]);
    assert.equal(requests[0], "/ready");
  });

  it("goes after failureThreshold failures in a row, not after fewer", async () => {
    watch({ httpGet: { port: "http" }, periodSeconds: 0.05, failureThreshold: 3 });
    await eventually("ready", () => answers.length === 1);
    code = 500;
    const before = requests.length;
    await eventually("not ready", () => answers.length === 2);
    assert.deepEqual(answers, [true, false]);
    assert.ok(requests.length - before >= 3);
  });

  it("is told by a server that accepts connections", async () => {
    const free = net.createServer();
    await new Promise<void>((resolve) => free.listen(0, "127.0.0.1", resolve));
    const at = (free.address() as AddressInfo).port;
    await new Promise((resolve) => free.close(resolve));
    watch({ tcpSocket: { port: at } });
    await sleep(100);
    assert.deepEqual(answers, []);
    free.listen(at, "127.0.0.1");
    await eventually("ready", () => answers.length === 1);
    free.close();
  });

  it("is not asked for any more once the container has ended", async () => {
    watch({ httpGet: { port: "http" }, periodSeconds: 0.05 });
    await eventually("ready", () => answers.length === 1);
    stopping.abort();
    code = 500;
    await sleep(150);
    const asked = requests.length;
    await sleep(150);
    assert.equal(requests.length, asked);
    assert.deepEqual(answers, [true]);
  });

  it("cannot be told by a command or a port that is not there, and the error says so", () => {
    assert.throws(
      () => checkProbe({ name: "discovery", readinessProbe: { exec: { command: ["true"] } } }),
      { message: "the sandbox cannot run the readiness probe of discovery" },
    );
    assert.throws(
      () => checkProbe({ name: "discovery", readinessProbe: { httpGet: { port: "web" } } }),
      { message: "the readiness probe of discovery names port web, which it lacks" },
    );
    checkProbe({ name: "discovery", readinessProbe: { tcpSocket: { port: "8080" } } });
  });
});
