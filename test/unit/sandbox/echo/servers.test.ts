import assert from "node:assert/strict";
import { once } from "node:events";
import * as http from "node:http";
import * as net from "node:net";
import { text } from "node:stream/consumers";
import { Client, credentials, Metadata } from "@grpc/grpc-js";
import { startEcho } from "../../../../sandbox/echo/echo";
import { grpcEchoPath, passBytes } from "../../../../sandbox/echo/grpc-echo";
import { remove, temporaryFolder } from "../support/folder";
import { ask, type Program, startProgram } from "./support/program";

const certificate = "x-forwarded-client-cert";

function callGrpc(port: number, metadata: Metadata): Promise<unknown> {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  return new Promise((resolve, reject) => {
    const body = Buffer.from("{}");
    client.makeUnaryRequest(grpcEchoPath, passBytes, passBytes, body, metadata, (error, answer) => {
      client.close();
      if (error === null) {
        resolve(JSON.parse(String(answer)));
      } else {
        reject(error);
      }
    });
  });
}

describe("the program's servers", () => {
  let program: Program | undefined;
  let ports = { http: 0, grpc: 0, tcp: 0 };
  before(async () => {
    program = await startProgram();
    ports = program.ports;
  });
  after(() => program?.end());

  it("HTTP says that it is ready", async () => {
    assert.equal((await ask(ports.http, "/ready")).status, 200);
  });

  it("HTTP says who answers, whatever is asked for", async () => {
    for (const [method, url] of [
      ["GET", "/"],
      ["POST", "/readyness?x"],
    ] as const) {
      const answer = await ask(ports.http, url, { method, body: method === "GET" ? "" : "words" });
      assert.deepEqual(answer, { status: 200, body: '{"cluster":"west","pod":"echo-west"}' });
    }
  });

  it("HTTP says whom the sidecar saw, of several headers in the last", async () => {
    const headers = { [certificate]: ["By=a;URI=spiffe://gateway", "By=b;URI=spiffe://client"] };
    const { body } = await ask(ports.http, "/", { headers });
    assert.deepEqual(JSON.parse(body), {
      cluster: "west",
      pod: "echo-west",
      identity: "spiffe://client",
    });
  });

  it("HTTP keeps connections for as long as the client does", async () => {
    const agent = new http.Agent({ keepAlive: true });
    const request = http.get({ host: "127.0.0.1", port: ports.http, agent });
    const [{ headers }] = (await once(request, "response")) as [http.IncomingMessage];
    assert.deepEqual([headers.connection, headers["keep-alive"]], ["keep-alive", undefined]);
    agent.destroy();
  });

  it("gRPC says who answers, and whom the sidecar saw", async () => {
    const workload = { cluster: "west", pod: "echo-west" };
    assert.deepEqual(await callGrpc(ports.grpc, new Metadata()), workload);
    const metadata = new Metadata();
    metadata.add(certificate, "By=a;URI=spiffe://gateway,By=b;URI=spiffe://client");
    assert.deepEqual(await callGrpc(ports.grpc, metadata), {
      ...workload,
      identity: "spiffe://client",
    });
  });

  it("TCP answers each line with one, also to who has closed its side", async () => {
    const socket = net.connect(ports.tcp, "127.0.0.1");
    socket.end("one\ntwo\n");
    assert.equal(await text(socket), '{"cluster":"west","pod":"echo-west"}\n'.repeat(2));
  });

  it("listen on loopback only", async () => {
    for (const port of Object.values(ports)) {
      const socket = net.connect(port, "127.0.0.2");
      const [error] = (await once(socket, "error")) as [NodeJS.ErrnoException];
      assert.equal(error.code, "ECONNREFUSED");
    }
  });

  it("none listens if one cannot", async () => {
    const folder = temporaryFolder();
    const control = `${folder}/control.sock`;
    const start = startEcho({ cluster: "east", pod: "b" }, { ...ports, http: 0, grpc: 0, control });
    await assert.rejects(start, { code: "EADDRINUSE" });
    await assert.rejects(ask(control, "/streams/x"), { code: "ENOENT" });
    remove(folder);
  });

  it("end though a client keeps its TCP connection", async () => {
    const other = await startProgram("east");
    const socket = net.connect(other.ports.tcp, "127.0.0.1");
    socket.write("one\n");
    await once(socket, "data");
    const closed = once(socket, "close");
    await other.end();
    await closed;
  });
});
