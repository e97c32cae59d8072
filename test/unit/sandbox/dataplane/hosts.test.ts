import assert from "node:assert/strict";
import type { V1Service } from "@kubernetes/client-node";
import * as fc from "fast-check";
import {
  clusterAddresses,
  loadBalancerIP,
  loadBalancerSlots,
  mostClusters,
} from "../../../../sandbox/addresses";
import { hostsText, publicNames, serviceNames } from "../../../../sandbox/dataplane/hosts";
import { gatewayAddress, gatewayName, gatewayService } from "../support/network";

function service(name: string, namespace: string, clusterIP?: string): V1Service {
  return {
    metadata: { name, namespace },
    spec: { ...(clusterIP === undefined ? {} : { clusterIP }) },
  };
}

const published = {
  address: gatewayAddress,
  names: [gatewayName, "mesh.example.org", "west.example.org"],
};

describe("names of a cluster's services", () => {
  it("are those that its DNS has for a service, in all lengths but the shortest", () => {
    const services = [service("echo", "sample", "10.96.0.8"), service("b", "n", "10.96.0.9")];
    assert.equal(
      hostsText(serviceNames(services, [])),
      "10.96.0.8 echo.sample.svc.cluster.local echo.sample.svc echo.sample\n" +
        "10.96.0.9 b.n.svc.cluster.local b.n.svc b.n\n",
    );
  });

  it("are not had by services without an address of their own", () => {
    assert.deepEqual(serviceNames([service("a", "n"), service("b", "n", "None")], []), []);
  });

  it("stand for the address of another name, where the service is but a name for that", () => {
    const alias = (externalName: string): V1Service => ({
      ...service("mesh", "n"),
      spec: { type: "ExternalName", externalName },
    });
    assert.deepEqual(serviceNames([alias("west.example.org")], [published]), [
      { address: gatewayAddress, names: ["mesh.n.svc.cluster.local", "mesh.n.svc", "mesh.n"] },
    ]);
    assert.deepEqual(serviceNames([alias("east.example.org")], [published]), []);
  });

  it("have nothing to do with an external name that is left in a service of another type", () => {
    const former = service("a", "n", "10.96.0.8");
    former.spec = { ...former.spec, type: "ClusterIP", externalName: "west.example.org" };
    assert.equal(serviceNames([former], [published])[0]?.address, "10.96.0.8");
  });
});

describe("names of load balancers", () => {
  it("are their own and those that are published, in one line with the address", () => {
    assert.deepEqual(publicNames([gatewayService()]), [published]);
    assert.equal(
      hostsText([published]),
      `${gatewayAddress} ${gatewayName} mesh.example.org west.example.org\n`,
    );
  });

  it("stand for the address behind a name, where there is only a name", () => {
    const gateway = gatewayService();
    gateway.status = { loadBalancer: { ingress: [{ hostname: gatewayName }] } };
    assert.deepEqual(publicNames([gateway]), [published]);
  });

  it("are none before there is an address, or behind a name that is not the sandbox's", () => {
    const gateway = gatewayService();
    assert.deepEqual(publicNames([{ ...gateway, status: {} }]), []);
    const status = { loadBalancer: { ingress: [{ hostname: "lb.example.org" }] } };
    assert.deepEqual(publicNames([{ ...gateway, status }]), []);
  });

  it("are none where nobody gave one", () => {
    const status = { loadBalancer: { ingress: [{ ip: gatewayAddress }] } };
    assert.deepEqual(publicNames([{ ...service("echo", "sample", "10.96.0.8"), status }]), []);
  });
});

describe("the address behind a load balancer's name", () => {
  const index = fc.integer({ min: 1, max: mostClusters });
  const slot = fc.nat({ max: loadBalancerSlots - 1 });

  it("is the one of the same cluster and number, however the service is called", () => {
    const label = fc.oneof(
      fc.stringMatching(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/),
      fc.constantFrom("a-1-2", "gateway-10-20-30"),
    );
    fc.assert(
      fc.property(label, index, slot, (name, cluster, at) => {
        const addresses = clusterAddresses({ loopback: 20 }, cluster);
        const balancer = addresses.loadBalancerName(name, at);
        for (const written of [balancer, `${balancer}.`, balancer.toUpperCase()]) {
          assert.equal(loadBalancerIP(written), addresses.loadBalancer(at), written);
        }
      }),
    );
  });

  it("is none for a name that the sandbox did not give", () => {
    for (const name of [
      "",
      "mesh.example.org",
      "gateway-1-0.elb.example.org",
      "gateway-1.elb.sandbox.internal",
      "gateway-1-0.elb.sandbox.internal.example.org",
      "gateway-1-0.x.elb.sandbox.internal",
    ]) {
      assert.equal(loadBalancerIP(name), undefined, name);
    }
  });
});
