import assert from "node:assert/strict";
import { resolveOutside } from "../../../sandbox/network/outside";
import {
  FakeNetwork,
  gatewayAddress,
  gatewayName,
  gatewayService,
  networkPod,
  primaryNetwork,
} from "./support/network";

describe("an address outside a cluster", () => {
  let west = primaryNetwork();
  beforeEach(() => (west = primaryNetwork()));
  const find = (host: string, port = 15017) =>
    resolveOutside({ host, port }, new FakeNetwork("east"), [new FakeNetwork("east"), west]);
  const unknown = (host: string) => ({
    message: `no load balancer of a cluster (east, west) has the address or name ${host}`,
  });

  it("leads through a simulated gateway to the istiod of its cluster", async () => {
    assert.deepEqual(await find(gatewayAddress, 15017), { host: "127.20.2.10", port: 15017 });
    assert.deepEqual(await find(gatewayAddress, 15012), { host: "127.20.2.10", port: 15012 });
  });

  it("may be the load balancer's name, or one that external-dns publishes for it", async () => {
    const names = ["mesh.example.org", "west.example.org", gatewayName, gatewayName.toUpperCase()];
    for (const name of [...names, ...names.map((one) => `${one}.`)]) {
      assert.deepEqual(await find(name), { host: "127.20.2.10", port: 15017 }, name);
    }
  });

  it("leads straight to a process behind a load balancer", async () => {
    const service = gatewayService();
    service.spec = { ...service.spec, selector: { app: "istiod" } };
    west.serviceList = [service];
    west.gatewayList = [];
    assert.deepEqual(await find(gatewayAddress, 15012), { host: "127.20.2.10", port: 15012 });
  });

  it("is nobody's that no load balancer has", async () => {
    await assert.rejects(find("198.18.9.9"), unknown("198.18.9.9"));
    await assert.rejects(find("example.org"), unknown("example.org"));
    await assert.rejects(
      resolveOutside({ host: "example.org", port: 1 }, new FakeNetwork("east"), []),
      {
        message:
          "no load balancer of a cluster (none is ready) has the address or name example.org",
      },
    );
  });

  it("is nobody's before the load balancer has one, and after it has become another service", async () => {
    const service = gatewayService();
    west.serviceList = [{ ...service, status: {} }];
    await assert.rejects(find("mesh.example.org"), unknown("mesh.example.org"));
    west.serviceList = [{ ...service, spec: { ...service.spec, type: "ClusterIP" } }];
    await assert.rejects(find(gatewayAddress), unknown(gatewayAddress));
  });

  describe("with a data plane", () => {
    const socket = "/run/node.sock";
    const fromNode = (host: string, port: number) => ({ host, port, through: socket });
    const findThere = (host: string, port = 15017) =>
      resolveOutside({ host, port }, new FakeNetwork("east", fromNode), [west]);

    it("is reached as a pod of the cluster would reach it, whatever is behind it", async () => {
      west.virtualServiceList = [];
      for (const host of [gatewayAddress, gatewayName, "mesh.example.org."]) {
        assert.deepEqual(await findThere(host), {
          host: gatewayAddress,
          port: 15017,
          through: socket,
        });
      }
    });

    it("is the one behind the load balancer's name, where it has only a name", async () => {
      const service = gatewayService();
      service.status = { loadBalancer: { ingress: [{ hostname: gatewayName }] } };
      west.serviceList = [service];
      assert.equal((await findThere("mesh.example.org")).host, gatewayAddress);
    });

    it("is not connected to while no pod is ready there, or at a port that it lacks", async () => {
      const service = "service istio-system/istio-eastwestgateway of cluster west";
      await assert.rejects(findThere(gatewayAddress, 443), {
        message: `${service} has no port 443`,
      });
      west.podList = [networkPod("gateway-1", false, "gateway")];
      await assert.rejects(findThere(gatewayAddress), {
        message: `${service} has no ready pod at port 15017`,
      });
    });
  });

  it("answers at no port that the load balancer does not have", async () => {
    await assert.rejects(find(gatewayAddress, 443), {
      message: "service istio-system/istio-eastwestgateway of cluster west has no port 443",
    });
  });

  it("does not answer while no pod of the gateway is ready", async () => {
    west.podList = [networkPod("gateway-1", false, "gateway"), networkPod("istiod-1", true)];
    await assert.rejects(find(gatewayAddress), {
      message:
        "service istio-system/istio-eastwestgateway of cluster west has no ready pod at port 15017",
    });
  });

  it("does not answer while the istiod behind the gateway is not ready", async () => {
    west.podList = [networkPod("gateway-1", true, "gateway"), networkPod("istiod-1", false)];
    await assert.rejects(find(gatewayAddress), {
      message:
        "service istio-system/istiod of cluster west has no ready pod that runs as a process at port 443",
    });
  });
});
