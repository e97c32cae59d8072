import assert from "node:assert/strict";
import type { V1Service } from "@kubernetes/client-node";
import { clusterAddresses, loadBalancerSlots } from "../../../sandbox/addresses";
import { LoadBalancers } from "../../../sandbox/network/load-balancers";
import { fakeKube } from "./support/kube";
import { eventually, sleep } from "./support/folder";

const addresses = clusterAddresses({ loopback: 20 }, 1);

interface Patch {
  readonly name: string;
  readonly namespace: string;
  readonly body: V1Service;
}

/** The services of an API server that keeps what it is told. */
class Services {
  readonly items: V1Service[] = [];
  readonly log: string[] = [];
  patches = 0;
  readonly balancers = new LoadBalancers(
    fakeKube({
      listServiceForAllNamespaces: () => Promise.resolve({ items: this.items }),
      patchNamespacedServiceStatus: ({ name, namespace, body }: Patch) => {
        const service = this.items.find(
          ({ metadata }) => metadata?.name === name && metadata.namespace === namespace,
        );
        assert.ok(service && body.status);
        service.status = body.status;
        this.patches += 1;
        return Promise.resolve(service);
      },
    }),
    addresses,
    (line) => this.log.push(line),
  );

  /** A service for which AWS's controller would make a load balancer. */
  addAws(name: string, namespace = "n"): V1Service {
    const service = this.add(name);
    const annotations = { "service.beta.kubernetes.io/aws-load-balancer-type": "nlb" };
    service.metadata = { name, namespace, uid: `uid-${namespace}-${name}`, annotations };
    return service;
  }

  add(name: string, type = "LoadBalancer", ip?: string): V1Service {
    const service: V1Service = {
      metadata: { name, namespace: "n", uid: `uid-${name}` },
      spec: { type },
      ...(ip === undefined ? {} : { status: { loadBalancer: { ingress: [{ ip }] } } }),
    };
    this.items.push(service);
    return service;
  }

  ip(name: string): string | undefined {
    const service = this.items.find((one) => one.metadata?.name === name);
    return service?.status?.loadBalancer?.ingress?.[0]?.ip;
  }
}

describe("load balancers", () => {
  let services = new Services();
  beforeEach(() => (services = new Services()));

  it("have an address each, that no other has", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `gateway-${index}`);
    for (const name of names) {
      services.balancers.changed(services.add(name));
    }
    await eventually("all addresses", () => services.patches === names.length);
    assert.equal(new Set(names.map((name) => services.ip(name))).size, names.length);
    assert.equal(services.ip("gateway-0"), addresses.loadBalancer(0));
  });

  it("keep their address however often they change", async () => {
    const gateway = services.add("gateway");
    services.balancers.changed(gateway);
    services.balancers.changed(gateway);
    await eventually("the address", () => services.ip("gateway") !== undefined);
    services.balancers.changed(gateway);
    await sleep(20);
    assert.equal(services.patches, 1);
  });

  it("never get the address of a service that was not seen yet", async () => {
    const gateway = services.add("a-new-one");
    services.add("older", "LoadBalancer", addresses.loadBalancer(0));
    services.balancers.changed(gateway);
    await eventually("the address", () => services.ip("a-new-one") !== undefined);
    assert.equal(services.ip("a-new-one"), addresses.loadBalancer(1));
  });

  it("get an address that another one has released", async () => {
    const first = services.add("first");
    services.balancers.changed(first);
    await eventually("the address", () => services.ip("first") !== undefined);
    services.items.length = 0;
    services.balancers.removed(first);
    services.balancers.changed(services.add("second"));
    await eventually("the address", () => services.ip("second") !== undefined);
    assert.equal(services.ip("second"), addresses.loadBalancer(0));
  });

  it("alone get addresses", async () => {
    services.balancers.changed(services.add("plain", "ClusterIP"));
    await sleep(20);
    assert.equal(services.patches, 0);
  });

  it("are told when all addresses are taken, and get one later", async () => {
    for (let slot = 0; slot < loadBalancerSlots; slot += 1) {
      services.add(`old-${slot}`, "LoadBalancer", addresses.loadBalancer(slot));
    }
    const late = services.add("late");
    services.balancers.changed(late);
    await eventually("a word of it", () => services.log.length === 1);
    assert.deepEqual(services.log, [
      `no address for service late: Error: all ${loadBalancerSlots} addresses are taken`,
    ]);
    services.items.splice(0, 1);
    services.balancers.changed(late);
    await eventually("the address", () => services.ip("late") !== undefined);
    assert.equal(services.ip("late"), addresses.loadBalancer(0));
  });

  describe("of AWS", () => {
    const ingress = (service: V1Service) => service.status?.loadBalancer?.ingress;

    it("have a name in place of an address, each another one", async () => {
      const first = services.addAws("gateway", "n");
      const second = services.addAws("gateway", "other");
      services.balancers.changed(first);
      services.balancers.changed(second);
      await eventually("both names", () => services.patches === 2);
      assert.deepEqual(ingress(first), [{ hostname: "gateway-1-0.elb.sandbox.internal" }]);
      assert.deepEqual(ingress(second), [{ hostname: "gateway-1-1.elb.sandbox.internal" }]);
    });

    it("keep their name, whose address no other has", async () => {
      const gateway = services.addAws("gateway");
      services.balancers.changed(gateway);
      await eventually("the name", () => services.patches === 1);
      services.balancers.changed(gateway);
      services.balancers.changed(services.add("plain"));
      await eventually("the address", () => services.ip("plain") !== undefined);
      assert.equal(services.ip("plain"), addresses.loadBalancer(1));
      assert.equal(services.patches, 2);
    });

    it("keep an address that they had before they were AWS's", async () => {
      const gateway = services.addAws("gateway");
      gateway.status = { loadBalancer: { ingress: [{ ip: addresses.loadBalancer(3) }] } };
      services.balancers.changed(gateway);
      await sleep(20);
      assert.equal(services.patches, 0);
    });
  });
});
