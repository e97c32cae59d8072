import assert from "node:assert/strict";
import * as http from "node:http";
import * as net from "node:net";
import type { AddressInfo } from "node:net";
import { CoreV1Api, KubeConfig, type V1ConfigMap } from "@kubernetes/client-node";
import {
  isReady,
  type Kube,
  type ObjectWatch,
  orNone,
  untilAnswered,
  watchObjects,
} from "../../../sandbox/kube";
import { eventually } from "./support/folder";
import { answer, refused } from "./support/kube";

function kubeAt(server: net.Server, scheme: string): Kube {
  const config = new KubeConfig();
  const { port } = server.address() as AddressInfo;
  config.loadFromClusterAndUser(
    { name: "east", server: `${scheme}://127.0.0.1:${port}`, skipTLSVerify: true },
    { name: "admin" },
  );
  return { config, core: config.makeApiClient(CoreV1Api) };
}

function listen(server: net.Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}

const map = (name: string, resourceVersion: string): V1ConfigMap => ({
  metadata: { name, namespace: "n", resourceVersion },
});

describe("a watch", () => {
  let server = http.createServer();
  const watches: http.ServerResponse[] = [];
  let seen: string[] = [];
  let watch: ObjectWatch<V1ConfigMap> | undefined;

  beforeEach(async () => {
    watches.length = 0;
    seen = [];
    server = http.createServer((request, response) => {
      if (request.url?.includes("watch=true")) {
        watches.push(response.writeHead(200));
        response.flushHeaders();
      } else {
        response.setHeader("Content-Type", "application/json");
        response.end(
          JSON.stringify({ metadata: { resourceVersion: "1" }, items: [map("a", "1")] }),
        );
      }
    });
    await listen(server);
  });
  afterEach(async () => {
    await watch?.stop();
    server.closeAllConnections();
    server.close();
  });

  const send = (type: string, object: V1ConfigMap) =>
    watches.at(-1)?.write(`${JSON.stringify({ type, object })}\n`);

  async function start(): Promise<void> {
    const kube = kubeAt(server, "http");
    watch = await watchObjects<V1ConfigMap>(
      kube,
      "/api/v1/configmaps",
      () => kube.core.listConfigMapForAllNamespaces(),
      {
        changed: (one) => seen.push(`${one.metadata?.name ?? ""} changed`),
        removed: (one) => seen.push(`${one.metadata?.name ?? ""} removed`),
      },
    );
  }

  it("shows what is there, and then each change", async () => {
    await start();
    send("ADDED", map("b", "2"));
    send("DELETED", map("a", "3"));
    await eventually("three changes", () => seen.length === 3);
    assert.deepEqual(seen, ["a changed", "b changed", "a removed"]);
    assert.equal(watch?.get("b", "n")?.metadata?.name, "b");
  });

  it("goes on after the connection breaks and the server is away for a while", async () => {
    await start();
    const { port } = server.address() as AddressInfo;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    await eventually("another watch", () => watches.length === 2);
    send("ADDED", map("b", "2"));
    await eventually("the change", () => seen.includes("b changed"));
  });

  it("ends when it is stopped", async () => {
    await start();
    await watch?.stop();
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.equal(watches.length, 1);
  });
});

describe("requests", () => {
  const never = new AbortController().signal;

  it("are made again until the server answers", async () => {
    const failures = [refused()];
    const request = () => {
      const failure = failures.pop();
      return failure ? Promise.reject(failure) : Promise.resolve("done");
    };
    assert.equal(await untilAnswered(request, never, 10), "done");
  });

  it("are not made again after a no", async () => {
    const no = answer(422);
    await assert.rejects(
      untilAnswered(() => Promise.reject(no), never),
      no,
    );
    assert.equal(await orNone<string>(Promise.reject(answer(404))), undefined);
    await assert.rejects(orNone(Promise.reject(answer(403))));
  });

  it("are given up at once when the one who asks is stopped", async () => {
    const stopping = new AbortController();
    const made = untilAnswered<string>(() => Promise.reject(refused()), stopping.signal);
    setTimeout(() => stopping.abort(), 20);
    const before = Date.now();
    assert.equal(await made, undefined);
    assert.ok(Date.now() - before < 500);
  });

  it("for readiness do not wait for a server that accepts and never answers", async () => {
    const sockets: net.Socket[] = [];
    const server = net.createServer((socket) => sockets.push(socket));
    await listen(server);
    await assert.rejects(isReady(kubeAt(server, "https"), 50), {
      message: "the API server does not answer",
    });
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
});
