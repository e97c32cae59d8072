import assert from "node:assert/strict";
import type * as http from "node:http";
import * as net from "node:net";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { type Resolve, startConnectProxy } from "../../../sandbox/network/connect-proxy";
import { connectThrough } from "./support/connect";
import { eventually, remove, sleep, temporaryFolder } from "./support/folder";

describe("the connect proxy", () => {
  let folder = "";
  let proxy: http.Server | undefined;
  let upstream = net.createServer();
  let connections = 0;
  let ends = 0;
  let log: string[] = [];
  let resolve: Resolve = () => Promise.reject(new Error("nothing is there"));

  beforeEach(async () => {
    folder = temporaryFolder();
    [log, connections, ends] = [[], 0, 0];
    upstream = net.createServer((socket) => {
      connections += 1;
      socket.on("close", () => (ends += 1));
      socket.on("data", (data) => socket.end(`got ${String(data)}`));
    });
    await new Promise<void>((listening) => upstream.listen(0, "127.0.0.1", listening));
    const { port } = upstream.address() as AddressInfo;
    resolve = async () => {
      await sleep(20);
      return { host: "127.0.0.1", port };
    };
    proxy = await startConnectProxy(
      socket(),
      (asked) => resolve(asked),
      (line) => log.push(line),
    );
  });
  afterEach(() => {
    proxy?.close();
    upstream.close();
    remove(folder);
  });
  const socket = () => path.join(folder, "sockets", "1.sock");

  it("joins the API server and the process that was found", async () => {
    assert.equal(
      await connectThrough(socket(), "10.96.0.7:443", "hello"),
      "HTTP/1.1 200 Connection Established\r\n\r\ngot hello",
    );
  });

  it("says in the status line, which the API server repeats, and logs why it cannot", async () => {
    resolve = (asked) => Promise.reject(new Error(`no one has\n${asked}`));
    assert.equal(
      await connectThrough(socket(), "10.9.9.9:443"),
      "HTTP/1.1 502 no one has 10.9.9.9:443\r\n\r\n",
    );
    assert.deepEqual(log, ["connection to 10.9.9.9:443: no one has 10.9.9.9:443"]);
  });

  it("says it, too, when the process does not listen", async () => {
    resolve = () => Promise.resolve({ host: "127.0.0.1", port: 9 });
    assert.match(
      await connectThrough(socket(), "10.96.0.7:9"),
      /^HTTP\/1\.1 502 connect ECONNREFUSED 127\.0\.0\.1:9/,
    );
    assert.match(log[0] ?? "", /^connection to 10\.96\.0\.7:9: .*ECONNREFUSED/);
  });

  it("leaves no connection when the API server has given up meanwhile", async () => {
    const client = net.connect(socket(), () => {
      client.write("CONNECT 10.96.0.7:443 HTTP/1.1\r\nHost: x\r\n\r\n");
    });
    await sleep(10);
    client.destroy();
    await eventually("the connection", () => connections === 1);
    await eventually("its end", () => ends === 1);
  });
});
