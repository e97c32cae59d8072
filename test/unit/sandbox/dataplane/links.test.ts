import assert from "node:assert/strict";
import * as fc from "fast-check";
import { mostClusters, processSlots } from "../../../../sandbox/addresses";
import {
  addBridge,
  moveNode,
  type NodePlace,
  outside,
  plugNode,
  plugPod,
  routesToPeers,
  setUpNode,
  setUpPod,
  unplugPod,
} from "../../../../sandbox/dataplane/links";
import { placeOf } from "./support/places";

const slots = Array.from({ length: processSlots }, (_, slot) => slot);

/** The interfaces that lines of `ip` name. */
function interfaces(lines: readonly string[]): string[] {
  return lines.flatMap((line) =>
    [...line.matchAll(/\b(?:name|dev|master|set|del) (\S+)/g)].map(([, name]) => name ?? ""),
  );
}

/** How a node gets to a peer's pods, and to its load balancers, by the routes that it has. */
function ways(from: NodePlace, to: NodePlace, peers: readonly NodePlace[]) {
  const routes = routesToPeers(from, peers);
  const way = (range: string) =>
    routes.filter((one) => one.startsWith(`${range} `)).map((one) => one.slice(range.length + 1));
  return { pods: way(to.addresses.pods), loadBalancers: way(to.addresses.loadBalancers) };
}

describe("links", () => {
  it("have names that the kernel takes, also those of the last cluster and the last pod", () => {
    const last = placeOf(mostClusters, `net${mostClusters - 1}`);
    const podIP = last.addresses.pod(processSlots - 1);
    const names = interfaces([
      ...addBridge(last.bridge),
      ...addBridge(outside),
      ...plugNode(last, 4_194_304),
      ...moveNode(last),
      ...setUpNode(last),
      ...plugPod(last.addresses, podIP, 4_194_304),
      ...setUpPod(last.addresses, podIP),
      ...unplugPod(podIP),
    ]);
    assert.ok(names.includes("o150") && names.includes("net149") && names.includes("pod209"));
    assert.deepEqual(
      names.filter((name) => name.length > 15),
      [],
    );
  });

  it("of a node's pods never have the same name, nor that of a link of the node's own", () => {
    const place = placeOf(1);
    const pods = slots.map((slot) => interfaces(unplugPod(place.addresses.pod(slot)))[0] ?? "");
    assert.equal(new Set(pods).size, processSlots);
    const own = new Set(interfaces([...setUpNode(place), ...routesToPeers(place, [placeOf(2)])]));
    assert.deepEqual([...own].sort(), ["lo", "net", "outside"]);
    assert.ok(pods.every((name) => !own.has(name)));
  });

  it("of a pod are taken away by the name that they were made with", () => {
    const { addresses } = placeOf(1);
    for (const slot of slots) {
      const [made] = plugPod(addresses, addresses.pod(slot), 7);
      const [name = ""] = interfaces(unplugPod(addresses.pod(slot)));
      assert.equal(made, `link add name ${name} type veth peer name eth0 netns 7`);
    }
  });

  it("of no two nodes have the same name where all the bridges are", () => {
    const names = Array.from({ length: mostClusters }, (_, at) => placeOf(at + 1)).flatMap(
      (place) => plugNode(place, 7).flatMap((line) => /link add name (\S+)/.exec(line)?.[1] ?? []),
    );
    assert.equal(new Set([...names, outside, "net0"]).size, 2 * mostClusters + 2);
  });

  it("of a node that moves are those that it has, at another bridge", () => {
    const [line = ""] = moveNode(placeOf(3, "net1"));
    assert.equal(line, "link set n3 master net1");
    assert.ok(plugNode(placeOf(3), 7).includes("link set n3 master net0 up"));
  });
});

describe("a node's routes", () => {
  it("lead straight to the pods of a peer on its bridge", () => {
    assert.deepEqual(routesToPeers(placeOf(1, "net0"), [placeOf(2, "net0")]), [
      "198.18.2.0/24 via 100.64.0.2 dev outside",
      "10.102.0.0/16 via 10.102.255.1 dev net onlink src 10.101.255.1",
    ]);
  });

  it("lead to the pods of a peer on another bridge for its answers only", () => {
    assert.deepEqual(routesToPeers(placeOf(1, "net0"), [placeOf(2, "net1")]), [
      "198.18.2.0/24 via 100.64.0.2 dev outside",
      "10.102.0.0/16 via 100.64.0.2 dev outside table 100",
    ]);
    const setUp = setUpNode(placeOf(1));
    assert.ok(setUp.includes("rule add iif lo lookup 100"));
    assert.ok(setUp.includes("route add unreachable 10.0.0.0/8"));
  });

  it("are none without peers", () => {
    assert.deepEqual(routesToPeers(placeOf(1), []), []);
  });

  it("are, from every cluster to every other, of the kind that their networks ask for", () => {
    const meshes = fc.uniqueArray(
      fc.tuple(fc.integer({ min: 1, max: mostClusters }), fc.nat({ max: 3 })),
      { minLength: 2, maxLength: 8, selector: ([index]) => index },
    );
    fc.assert(
      fc.property(meshes, (mesh) => {
        const places = mesh.map(([index, network]) => placeOf(index, `net${network}`));
        for (const from of places) {
          const peers = places.filter((one) => one !== from);
          assert.equal(routesToPeers(from, peers).length, 2 * peers.length);
          for (const to of peers) {
            const { pods, loadBalancers } = ways(from, to, peers);
            const over = `via ${to.addresses.uplink} dev outside`;
            const straight = `via ${to.addresses.node} dev net onlink src ${from.addresses.node}`;
            assert.deepEqual(loadBalancers, [over]);
            assert.deepEqual(pods, [from.bridge === to.bridge ? straight : `${over} table 100`]);
          }
        }
      }),
    );
  });
});
