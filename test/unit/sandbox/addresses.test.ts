import assert from "node:assert/strict";
import { isIPv4 } from "node:net";
import * as fc from "fast-check";
import {
  clusterAddresses,
  etcdAddress,
  loadBalancerSlots,
  mostClusters,
  processSlots,
} from "../../../sandbox/addresses";

/** All single addresses of a cluster, slot by slot. */
function all(loopback: number, index: number): string[] {
  const cluster = clusterAddresses({ loopback }, index);
  const slots = Array.from({ length: processSlots }, (_, slot) => slot);
  const balancers = Array.from({ length: loadBalancerSlots }, (_, slot) => slot);
  return [
    cluster.controlPlane,
    cluster.node,
    ...slots.map((slot) => cluster.process(slot)),
    ...slots.map((slot) => cluster.pod(slot)),
    ...balancers.map((slot) => cluster.loadBalancer(slot)),
  ];
}

const loopback = fc.integer({ min: 20, max: 219 });
const index = fc.integer({ min: 1, max: mostClusters });
const isLocal = (address: string) => address.startsWith("127.");

describe("addresses", () => {
  it("are valid, and no two things of a cluster share one", () => {
    fc.assert(
      fc.property(loopback, index, (network, cluster) => {
        const addresses = all(network, cluster);
        assert.deepEqual(
          addresses.filter((one) => !isIPv4(one)),
          [],
        );
        assert.equal(new Set(addresses).size, addresses.length);
      }),
    );
  });

  it("of two clusters never overlap", () => {
    fc.assert(
      fc.property(loopback, index, index, (network, one, other) => {
        fc.pre(one !== other);
        const first = new Set([...all(network, one), etcdAddress({ loopback: network })]);
        assert.deepEqual(
          all(network, other).filter((address) => first.has(address)),
          [],
        );
      }),
    );
  });

  it("that processes listen on never overlap between two sandboxes", () => {
    fc.assert(
      fc.property(loopback, loopback, index, index, (here, there, one, other) => {
        fc.pre(here !== there);
        const first = new Set([...all(here, one), etcdAddress({ loopback: here })].filter(isLocal));
        const second = [...all(there, other), etcdAddress({ loopback: there })].filter(isLocal);
        assert.deepEqual(
          second.filter((address) => first.has(address)),
          [],
        );
      }),
    );
  });

  it("that objects show are never loopback, which Endpoints refuse", () => {
    const cluster = clusterAddresses({ loopback: 20 }, 1);
    const shown = [cluster.pod(0), cluster.node, cluster.loadBalancer(0), cluster.firstService];
    assert.deepEqual(shown.filter(isLocal), []);
  });

  it("of load balancers may be names: valid ones, that no two slots or clusters share", () => {
    const service = fc.stringMatching(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/);
    const slot = fc.nat({ max: loadBalancerSlots - 1 });
    fc.assert(
      fc.property(service, index, slot, index, slot, (name, one, here, other, there) => {
        fc.pre(one !== other || here !== there);
        const of = (cluster: number, at: number) =>
          clusterAddresses({ loopback: 20 }, cluster).loadBalancerName(name, at);
        assert.notEqual(of(one, here), of(other, there));
        assert.match(of(one, here), /^[a-z][-a-z0-9]{0,61}[a-z0-9]\.elb\.sandbox\.internal$/);
      }),
    );
  });

  it("of processes' pods lie outside the range of simulated pods", () => {
    fc.assert(
      fc.property(index, fc.nat({ max: processSlots - 1 }), (cluster, slot) => {
        const addresses = clusterAddresses({ loopback: 20 }, cluster);
        assert.equal(addresses.simulatedPods, `10.${100 + cluster}.0.0/17`);
        for (const address of [addresses.pod(slot), addresses.node]) {
          assert.ok(Number(address.split(".")[2]) > 127, address);
        }
      }),
    );
  });
});
