import assert from "node:assert/strict";
import { deletionRounds, without } from "../../support/deletion";
import { recordMesh, remoteOfEach } from "../../support/mesh-recording";
import {
  oneCluster,
  oneNetwork,
  type Place,
  remoteOfOneOfTwo,
  remoteOnOneNetwork,
  remoteOnTwoNetworks,
  threeOnTwoNetworks,
  twoNetworks,
} from "../../support/meshes";
import type { Recorded } from "../../support/mocks";

type Pair = readonly [first: string, then: string];

/** Names of the objects that go, each with its round. */
function goingRounds(leaving: readonly Recorded[]): ReadonlyMap<string, number> {
  const isObject = ({ type }: Recorded) => type.startsWith("kubernetes:");
  return new Map(
    deletionRounds(leaving).flatMap((round, at) =>
      round.filter(isObject).map(({ name }) => [name, at] as const),
    ),
  );
}

/** What has to go before what, of all that goes. */
function pairsOf(going: ReadonlySet<string>): Pair[] {
  return [...going].flatMap((name): Pair[] => {
    const [cluster, by] = name.split("-into_");
    const behindEndpoints =
      by === undefined ? [] : ["gateway-deployment", "gateway-service", "control-plane", "reader"];
    const owner = cluster?.split("-")[0] ?? "";
    const own: Readonly<Record<string, readonly string[]>> = {
      "gateway-deployment": ["control-plane"],
      "control-plane": ["operator", "trust-bundle-default", "trust-bundle-kube-system"],
      operator: ["istio-system", "operator-namespace", "operator-definition"],
    };
    const suffix = name.slice(owner.length + 1);
    return [...behindEndpoints, ...(own[suffix] ?? [])]
      .map((then): Pair => [name, `${owner}-${then}`])
      .filter(([, then]) => going.has(then));
  });
}

/** Fails if a resource goes in the same round as what has to stay longer, or in a later one. */
function assertOrder(leaving: readonly Recorded[], count: number): void {
  const rounds = goingRounds(leaving);
  const pairs = pairsOf(new Set(rounds.keys()));
  assert.equal(pairs.length, count, "there is exactly that much to look at");
  const wrong = pairs.filter(
    ([first, then]) => (rounds.get(first) ?? 0) >= (rounds.get(then) ?? 0),
  );
  assert.deepEqual(wrong, []);
}

/** Each cluster alone has 6 pairs, and one more with a gateway; each remote secret 2, and 2 more for a gateway. */
const meshes: readonly [what: string, places: readonly Place[], pairs: number][] = [
  ["one cluster", oneCluster, 6],
  ["two primaries on one network", oneNetwork, 2 * 6 + 2 * 2],
  ["two primaries on two networks", twoNetworks, 2 * 7 + 2 * 4],
  ["three primaries on two networks", threeOnTwoNetworks, 3 * 7 + 6 * 4],
  ["a primary and its remote on one network", remoteOnOneNetwork, 7 + 6 + 2],
  ["a primary and its remote on two networks", remoteOnTwoNetworks, 2 * 7 + 4],
  ["two primaries and a remote of one of them", remoteOfOneOfTwo, 3 * 7 + 4 * 4],
  ["two primaries with a remote each", remoteOfEach, 4 * 7 + 6 * 4],
];

/** Of a cluster that leaves: its own pairs, and those of each secret of it elsewhere. */
const leaves: readonly [cluster: string, mesh: string, places: readonly Place[], pairs: number][] =
  [
    ["south", "three primaries", threeOnTwoNetworks, 7 + 2 * 4],
    ["west", "two primaries and a remote of the other", remoteOfOneOfTwo, 7 + 4],
    ["edge", "its primary and another", remoteOfOneOfTwo, 7 + 2 * 4],
    ["edge", "its primary on another network", remoteOnTwoNetworks, 7 + 4],
    ["edge", "its primary on the same network", remoteOnOneNetwork, 6 + 2],
    ["wing", "two primaries with a remote each", remoteOfEach, 7 + 2 * 4],
  ];

describe("when a mesh is destroyed", function () {
  this.timeout(10_000);

  for (const [what, places, pairs] of meshes) {
    it(`a cluster is forgotten before its gateway goes, then its control plane: ${what}`, async () => {
      assertOrder((await recordMesh(places)).resources, pairs);
    });
  }

  it("a remote's control plane goes before its primary's gateway, exposure and control plane", async () => {
    const rounds = goingRounds((await recordMesh(remoteOfEach)).resources);
    const of = (name: string) => rounds.get(name) ?? assert.fail(name);
    for (const [primary, remote] of [
      ["east", "edge"],
      ["west", "wing"],
    ] as const) {
      for (const part of ["gateway-deployment", "gateway-service", "control-plane"]) {
        assert.ok(of(`${remote}-control-plane`) < of(`${primary}-${part}`), `${primary}-${part}`);
      }
      for (const object of ["istiod-gateway", "istiod-vs"]) {
        assert.ok(of(`${remote}-control-plane`) < of(`${primary}-exposure-${object}`), object);
      }
    }
  });
});

describe("when a cluster leaves a mesh that stays", function () {
  this.timeout(10_000);

  for (const [cluster, mesh, places, pairs] of leaves) {
    it(`it is forgotten before its gateway goes, then its control plane: ${cluster} of ${mesh}`, async () => {
      const before = await recordMesh(places);
      const after = await recordMesh(places.filter(([name]) => name !== cluster));
      assertOrder(without(before.resources, after.resources), pairs);
    });
  }
});
