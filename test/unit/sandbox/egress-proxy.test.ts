import assert from "node:assert/strict";
import type * as http from "node:http";
import * as net from "node:net";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import type { V1Pod, V1Service } from "@kubernetes/client-node";
import { type EgressTargets, resolveTarget, startEgressProxy } from "../../../sandbox/egress-proxy";
import { remove, temporaryFolder } from "./support/folder";

function pod(uid: string, ready: boolean, labels = { app: "istiod" }): V1Pod {
  return {
    metadata: { uid, namespace: "istio-system", labels },
    spec: { containers: [{ name: "c", ports: [{ name: "webhook", containerPort: 15017 }] }] },
    status: { conditions: [{ type: "Ready", status: ready ? "True" : "False" }] },
  };
}

const istiod: V1Service = {
  metadata: { name: "istiod", namespace: "istio-system" },
  spec: {
    clusterIP: "10.96.0.7",
    selector: { app: "istiod" },
    ports: [{ port: 443, targetPort: "webhook" }, { port: 15012 }, { port: 80, targetPort: 8080 }],
  },
};
const unselective: V1Service = {
  metadata: { name: "kubernetes", namespace: "istio-system" },
  spec: { clusterIP: "10.96.0.1", ports: [{ port: 443 }] },
};

function targets(pods: V1Pod[], addresses: Record<string, string>): EgressTargets {
  return {
    services: () => [unselective, istiod],
    pods: () => pods,
    processAddress: (uid) => addresses[uid],
    node: { address: "10.101.255.1", kubelet: "127.20.1.1" },
  };
}

describe("what lies behind a cluster address", () => {
  const two = targets([pod("old", false), pod("new", true)], {
    old: "127.9.1.1",
    new: "127.9.1.2",
  });

  it("is the process of a ready pod, at the port that the service's stands for", () => {
    assert.deepEqual(resolveTarget("10.96.0.7:443", two), { host: "127.9.1.2", port: 15017 });
    assert.deepEqual(resolveTarget("10.96.0.7:15012", two), { host: "127.9.1.2", port: 15012 });
    assert.deepEqual(resolveTarget("10.96.0.7:80", two), { host: "127.9.1.2", port: 8080 });
  });

  it("is kwok for the address that the nodes have", () => {
    assert.deepEqual(resolveTarget("10.101.255.1:10250", two), { host: "127.20.1.1", port: 10250 });
  });

  it("is nothing for an address that no service has", () => {
    assert.equal(resolveTarget("10.96.9.9:443", two), "no service has the address 10.96.9.9");
  });

  it("is nothing at a port that the service does not have", () => {
    assert.equal(resolveTarget("10.96.0.7:1", two), "service istio-system/istiod has no port 1");
  });

  it("is nothing without a ready pod that runs as a process", () => {
    const none = "service istio-system/istiod has no ready pod that runs as a process";
    const of = (pods: V1Pod[], addresses = {}) =>
      resolveTarget("10.96.0.7:443", targets(pods, addresses));
    assert.equal(of([]), none);
    assert.equal(of([pod("a", false)], { a: "127.9.1.1" }), none);
    assert.equal(of([pod("simulated", true)]), none);
    assert.equal(of([pod("a", true, { app: "other" })], { a: "127.9.1.1" }), none);
  });

  it("is never a pod for a service that selects none", () => {
    assert.equal(
      resolveTarget("10.96.0.1:443", two),
      "service istio-system/kubernetes has no ready pod that runs as a process",
    );
  });
});

describe("the egress proxy", () => {
  let folder = "";
  let proxy: http.Server | undefined;
  let upstream = net.createServer();
  let log: string[] = [];

  beforeEach(async () => {
    folder = temporaryFolder();
    log = [];
    upstream = net.createServer((socket) =>
      socket.on("data", (data) => socket.end(`got ${String(data)}`)),
    );
    await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
    const { port } = upstream.address() as AddressInfo;
    const known = targets([pod("a", true)], { a: "127.0.0.1" });
    const service = {
      ...istiod,
      spec: { ...istiod.spec, ports: [{ port: 443, targetPort: port }, { port: 9 }] },
    };
    const socket = path.join(folder, "sockets", "1.sock");
    const withPort = { ...known, services: () => [service] };
    proxy = await startEgressProxy(socket, withPort, (line) => log.push(line));
  });
  afterEach(() => {
    proxy?.close();
    upstream.close();
    remove(folder);
  });

  /** All that comes back through a tunnel into which `text` is sent. */
  function connect(target: string, text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const client = net.connect(path.join(folder, "sockets", "1.sock"));
      let answer = "";
      client.setEncoding("utf8").on("data", (data: string) => {
        if (answer === "" && data.includes(" 200 ")) {
          client.write(text);
        }
        answer += data;
      });
      client.once("error", reject);
      client.once("close", () => resolve(answer));
      client.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
    });
  }

  it("joins the API server and the process behind the service", async () => {
    assert.equal(
      await connect("10.96.0.7:443", "hello"),
      "HTTP/1.1 200 Connection Established\r\n\r\ngot hello",
    );
  });

  it("says and logs why it cannot", async () => {
    const why = "no service has the address 10.9.9.9";
    assert.equal(await connect("10.9.9.9:443", ""), `HTTP/1.1 502 Bad Gateway\r\n\r\n${why}`);
    assert.deepEqual(log, [`egress to 10.9.9.9:443: ${why}`]);
  });

  it("ends the tunnel and logs it when the process does not listen", async () => {
    assert.equal(await connect("10.96.0.7:9", ""), "");
    assert.match(log[0] ?? "", /^egress to 10\.96\.0\.7:9 \(127\.0\.0\.1:9\): .*ECONNREFUSED/);
  });
});
