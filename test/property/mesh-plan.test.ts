import assert from "node:assert/strict";
import fc from "fast-check";
import type { GatewayPlan } from "../../stacks/gateway-plan";
import type { PrimaryPlan, RemotePlan } from "../../stacks/cluster-plan";
import type { MeshPlan } from "../../stacks/mesh-plan";
import { planMesh } from "../../stacks/mesh-plan";
import { networkOf, primaryOf } from "../../stacks/topology";
import { shuffledMeshes, validMeshes } from "../support/arbitrary-meshes";
import { clustersOf, type Place, stackConfig } from "../support/meshes";

const plan = (places: readonly Place[]): MeshPlan => planMesh(stackConfig(places));
const members = ({ primaries, remotes }: MeshPlan): (PrimaryPlan | RemotePlan)[] => [
  ...primaries,
  ...remotes,
];
const watched = (primary: PrimaryPlan): string[] => primary.watches.map((one) => one.cluster);
const portsOf = (gateway: GatewayPlan | undefined): number[] =>
  gateway?.ports.map((one) => one.port) ?? [];
const names = (list: readonly { readonly name: string }[]): string[] => list.map((one) => one.name);

/** A rule that holds for the plan of any valid list of clusters. */
function law(holds: (plan: MeshPlan, places: readonly Place[]) => void): () => void {
  return () => fc.assert(fc.property(validMeshes, (places) => holds(plan(places), places)));
}

describe("for any primaries and remotes on any networks", () => {
  it(
    "every cluster has a plan, by the role that its config gives it",
    law(({ primaries, remotes }, places) => {
      const clusters = clustersOf(places);
      const isPrimary = (one: (typeof clusters)[number]) => primaryOf(one) === one.name;
      assert.deepEqual(names(primaries), names(clusters.filter(isPrimary)).sort());
      assert.deepEqual(names(remotes), names(clusters.filter((one) => !isPrimary(one))).sort());
    }),
  );

  it(
    "no cluster watches itself",
    law(({ primaries }) => {
      for (const one of primaries) {
        assert.ok(!watched(one).includes(one.name));
      }
    }),
  );

  it(
    "a primary that watches another is watched back",
    law(({ primaries }) => {
      const own = names(primaries);
      const edges = primaries.flatMap((one) =>
        watched(one)
          .filter((other) => own.includes(other))
          .map((other) => `${one.name} ${other}`),
      );
      const back = edges.map((edge) => edge.split(" ").reverse().join(" "));
      assert.deepEqual(back.sort(), edges.sort());
    }),
  );

  it(
    "every primary watches all others, each once",
    law((found, places) => {
      const all = places.map(([name]) => name).sort();
      for (const one of found.primaries) {
        assert.deepEqual([one.name, ...watched(one)].sort(), all);
      }
    }),
  );

  it(
    "every remote is watched by all primaries, of which its own and no other serves it",
    law(({ primaries, remotes }) => {
      for (const { name, primary } of remotes) {
        const watches = primaries.map((one) => one.watches.find(({ cluster }) => cluster === name));
        assert.deepEqual(
          watches.map((one) => one?.serves),
          primaries.map((one) => one.name === primary),
        );
      }
    }),
  );

  it(
    "no primary serves another",
    law(({ primaries, remotes }) => {
      const served = primaries.flatMap((one) => one.watches.filter(({ serves }) => serves));
      assert.deepEqual(served.map((one) => one.cluster).sort(), names(remotes).sort());
    }),
  );

  it(
    "no remote watches",
    law(({ remotes, topology }) => {
      for (const { name } of remotes) {
        assert.deepEqual(topology.clusters.find((one) => one.name === name)?.peers, []);
      }
      assert.ok(remotes.every((one) => !("watches" in one)));
    }),
  );

  it(
    "every remote reaches its primary's istiod, through a gateway that lets it through",
    law(({ primaries, remotes }) => {
      for (const remote of remotes) {
        const primary = primaries.find((one) => one.name === remote.primary);
        assert.ok(primary, remote.primary);
        const ports = portsOf(primary.eastWestGateway);
        assert.ok(ports.includes(15012) && ports.includes(15017), ports.join());
        assert.ok(primary.exposes.includes("istiod"));
        assert.equal(primary.inForce.externalIstiod, "environment");
      }
    }),
  );

  it(
    "istiod's ports are open only in primaries with remotes",
    law((found) => {
      const serving = new Set(found.remotes.map((one) => one.primary));
      for (const { name, eastWestGateway } of members(found)) {
        const toIstiod = portsOf(eastWestGateway).filter((port) =>
          [15012, 15017, 443].includes(port),
        );
        assert.deepEqual(toIstiod, serving.has(name) ? [15012, 15017, 443] : []);
      }
      for (const { name, exposes, inForce } of found.primaries) {
        assert.equal(exposes.includes("istiod"), serving.has(name));
        assert.equal(inForce.externalIstiod !== undefined, serving.has(name));
      }
    }),
  );

  it(
    "each of several networks has a gateway for services, and one network has none unasked",
    law((found, places) => {
      const open = members(found).filter((one) => portsOf(one.eastWestGateway).includes(15443));
      const { networks } = found.topology;
      assert.deepEqual(networks, [...new Set(clustersOf(places).map(networkOf))].sort());
      if (networks.length > 1) {
        assert.deepEqual([...new Set(open.map((one) => one.network))].sort(), networks);
      } else {
        const asked = clustersOf(places).filter((one) => one.eastWestGateway === true);
        assert.deepEqual(names(open).sort(), names(asked).sort());
      }
    }),
  );

  it(
    "what a gateway has open its primary's config lets through, and a gateway has something open",
    law((found) => {
      for (const member of members(found)) {
        const by = member.role === "primary" ? member.name : member.primary;
        const exposes = found.primaries.find((one) => one.name === by)?.exposes ?? [];
        const ports = portsOf(member.eastWestGateway);
        assert.ok(!ports.includes(15443) || exposes.includes("services"));
        assert.notEqual(ports.length, 1);
      }
    }),
  );

  it("the plan is independent of the list's order", () => {
    fc.assert(
      fc.property(shuffledMeshes, ([places, other]) => assert.deepEqual(plan(other), plan(places))),
    );
  });
});
