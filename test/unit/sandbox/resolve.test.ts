import assert from "node:assert/strict";
import type { V1Pod } from "@kubernetes/client-node";
import { resolveTarget } from "../../../sandbox/network/resolve";
import {
  FakeNetwork,
  gatewayAddress,
  istiodService,
  networkPod,
  primaryNetwork,
  remoteIstiodService,
} from "./support/network";

describe("what lies behind an address of a cluster's own network", () => {
  function find(asked: string, pods: V1Pod[], processes: Record<string, string>) {
    const cluster = new FakeNetwork("east");
    cluster.serviceList = [istiodService()];
    cluster.podList = pods;
    cluster.processes = processes;
    return resolveTarget(asked, cluster, [cluster]);
  }
  const two = (asked: string) =>
    find(asked, [networkPod("old", false), networkPod("new", true)], {
      old: "127.9.1.1",
      new: "127.9.1.2",
    });

  it("is the process of a ready pod, at the port that the service's stands for", async () => {
    assert.deepEqual(await two("10.96.0.7:443"), { host: "127.9.1.2", port: 15017 });
    assert.deepEqual(await two("10.96.0.7:15012"), { host: "127.9.1.2", port: 15012 });
    assert.deepEqual(await two("10.96.0.7:80"), { host: "127.9.1.2", port: 8080 });
  });

  it("is kwok for the address that the nodes have", async () => {
    assert.deepEqual(await two("10.101.255.1:10250"), { host: "127.20.1.1", port: 10250 });
  });

  it("is nothing at a port that the service does not have", async () => {
    await assert.rejects(two("10.96.0.7:1"), {
      message: "service istio-system/istiod of cluster east has no port 1",
    });
  });

  it("is nothing without a ready pod that runs as a process and has the port", async () => {
    const process = { a: "127.9.1.1" };
    const none = {
      message:
        "service istio-system/istiod of cluster east has no ready pod that runs as a process at port 443",
    };
    const of = (pods: V1Pod[], processes = {}) => find("10.96.0.7:443", pods, processes);
    const portless = { ...networkPod("a", true), spec: { containers: [{ name: "c" }] } };
    await assert.rejects(of([]), none);
    await assert.rejects(of([networkPod("a", false)], process), none);
    await assert.rejects(of([networkPod("simulated", true)]), none);
    await assert.rejects(of([networkPod("a", true, "other")], process), none);
    await assert.rejects(of([portless], process), none);
  });
});

describe("what a service without selector leads to", () => {
  let remote = new FakeNetwork("remote");
  beforeEach(() => {
    remote = new FakeNetwork("remote");
    remote.serviceList = [remoteIstiodService()];
    putEndpoints(gatewayAddress, "tcp-webhook");
  });
  const find = (asked: string) => resolveTarget(asked, remote, [remote, primaryNetwork()]);

  function putEndpoints(ip: string, webhook: string): void {
    const ports = [
      { name: "tcp-istiod", port: 15012 },
      { name: webhook, port: 15017 },
    ];
    const metadata = { name: "istiod", namespace: "istio-system" };
    remote.endpointsList = [{ metadata, subsets: [{ addresses: [{ ip }], ports }] }];
  }

  it("is behind the address of its Endpoints, at the port of the same name", async () => {
    assert.deepEqual(await find("10.96.0.9:443"), { host: "127.20.2.10", port: 15017 });
    assert.deepEqual(await find("10.96.0.9:15012"), { host: "127.20.2.10", port: 15012 });
  });

  it("is nothing when it has no Endpoints", async () => {
    remote.endpointsList = [];
    await assert.rejects(find("10.96.0.9:443"), {
      message: "service istio-system/istiod of cluster remote has neither a selector nor Endpoints",
    });
  });

  it("is nothing when they have no address, or call the port otherwise, as for kube-proxy", async () => {
    const none = {
      message:
        'the Endpoints of service istio-system/istiod of cluster remote have no ready address with a port named "tcp-webhook"',
    };
    putEndpoints(gatewayAddress, "https");
    await assert.rejects(find("10.96.0.9:443"), none);
    remote.endpointsList = [{ metadata: { name: "istiod", namespace: "istio-system" } }];
    await assert.rejects(find("10.96.0.9:443"), none);
  });

  it("is nothing at a port that it does not have itself", async () => {
    await assert.rejects(find("10.96.0.9:15017"), {
      message: "service istio-system/istiod of cluster remote has no port 15017",
    });
  });

  it("is nothing when no load balancer has that address, and the error tells the whole way", async () => {
    putEndpoints("198.18.9.9", "tcp-webhook");
    await assert.rejects(find("10.96.0.9:443"), {
      message:
        "service istio-system/istiod of cluster remote leads to 198.18.9.9:15017: " +
        "no load balancer of a cluster (remote, west) has the address or name 198.18.9.9",
    });
  });
});

describe("what a host outside the cluster stands for", () => {
  const east = new FakeNetwork("east");

  it("is what answers at that address in any cluster, or the cluster's own", async () => {
    const west = primaryNetwork();
    const istiod = { host: "127.20.2.10", port: 15017 };
    assert.deepEqual(await resolveTarget("198.18.2.1:15017", east, [east, west]), istiod);
    assert.deepEqual(await resolveTarget("mesh.example.org:15017", east, [east, west]), istiod);
    assert.deepEqual(await resolveTarget("198.18.2.1:15017", west, [west]), istiod);
  });

  it("is nothing when no cluster that can be asked has it", async () => {
    await assert.rejects(resolveTarget("10.96.9.9:443", east, [east]), {
      message:
        "10.96.9.9:443 is outside cluster east: " +
        "no load balancer of a cluster (east) has the address or name 10.96.9.9",
    });
  });
});
