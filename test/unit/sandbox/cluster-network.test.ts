import assert from "node:assert/strict";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { clusterAddresses } from "../../../sandbox/addresses";
import { RunningNetwork } from "../../../sandbox/network/cluster-network";
import { istiodService, networkPod } from "./support/network";

describe("the network of a cluster that runs", () => {
  /** What the API server answers, by path; 404 where there is nothing. */
  let answers: Record<string, object | number> = {};
  let server = http.createServer();
  let network: RunningNetwork | undefined;

  beforeEach(async () => {
    answers = {};
    server = http.createServer((request, response) => {
      const answer = answers[request.url ?? ""] ?? 404;
      response.setHeader("Content-Type", "application/json");
      response.writeHead(typeof answer === "number" ? answer : 200);
      response.end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const config = new KubeConfig();
    const { port } = server.address() as AddressInfo;
    config.loadFromClusterAndUser(
      { name: "east", server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
      { name: "admin" },
    );
    const watched = <T>(items: T[]) => ({
      list: () => items,
      get: () => undefined,
      stop: () => Promise.resolve(),
    });
    network = new RunningNetwork(
      "east",
      clusterAddresses({ loopback: 20 }, 1),
      { config, core: config.makeApiClient(CoreV1Api) },
      { services: watched([istiodService()]), pods: watched([networkPod("a", true)]) },
      { target: (uid, port) => (uid === "a" ? { host: "127.20.1.10", port } : undefined) },
      undefined,
    );
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const istio = "/apis/networking.istio.io/v1beta1";

  it("has the services, pods and processes that are watched, and its nodes' kubelet", () => {
    assert.deepEqual(network?.services(), [istiodService()]);
    assert.deepEqual(network.pods(), [networkPod("a", true)]);
    assert.deepEqual(network.process("a", 15012), { host: "127.20.1.10", port: 15012 });
    assert.equal(network.process("b", 15012), undefined);
    assert.deepEqual(network.node, { address: "10.101.255.1", kubelet: "127.20.1.1" });
  });

  it("asks the API for Endpoints and for Istio's objects of all namespaces", async () => {
    answers = {
      "/api/v1/namespaces/istio-system/endpoints/istiod": { metadata: { name: "istiod" } },
      [`${istio}/gateways`]: { items: [{ metadata: { name: "g" } }] },
      [`${istio}/virtualservices`]: { items: [{ metadata: { name: "v" } }] },
    };
    assert.equal((await network?.endpoints("istio-system", "istiod"))?.metadata?.name, "istiod");
    assert.deepEqual(await network?.gateways(), [{ metadata: { name: "g" } }]);
    assert.deepEqual(await network?.virtualServices(), [{ metadata: { name: "v" } }]);
  });

  it("has none of what is not there, nor of a kind that is not defined", async () => {
    assert.equal(await network?.endpoints("istio-system", "istiod"), undefined);
    assert.deepEqual(await network?.gateways(), []);
    assert.deepEqual(await network?.virtualServices(), []);
  });

  it("does not take a failure for none", async () => {
    answers = { [`${istio}/gateways`]: 500 };
    await assert.rejects(network?.gateways() ?? Promise.resolve(), {
      message: /^cluster east does not say its gateways: .*500/,
    });
  });
});
