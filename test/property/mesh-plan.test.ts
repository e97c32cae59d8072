import assert from "node:assert/strict";
import fc from "fast-check";
import { planMesh } from "../../stacks/mesh-plan";
import { type Place, stackConfig } from "../support/meshes";

/** Names and networks, from the plain to the odd; few networks, so that clusters share them. */
const label = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,6}[a-z0-9])?$/);
const places: fc.Arbitrary<Place[]> = fc
  .uniqueArray(label, { minLength: 1, maxLength: 7 })
  .chain((names) =>
    fc
      .array(fc.constantFrom("net-a", "net-b", "net-c"), {
        minLength: names.length,
        maxLength: names.length,
      })
      .map((networks) => names.map((name, at): Place => [name, networks[at] ?? "net-a"])),
  );

const law = (holds: (places: Place[]) => void) => () => fc.assert(fc.property(places, holds));
const plan = (list: readonly Place[]) => planMesh(stackConfig(list));

describe("for any primaries on any networks", () => {
  it(
    "no cluster watches itself",
    law((list) => {
      for (const { name, watches } of plan(list).clusters) {
        assert.ok(!watches.includes(name));
      }
    }),
  );

  it(
    "whoever watches is watched back",
    law((list) => {
      const edges = plan(list).clusters.flatMap(({ name, watches }) =>
        watches.map((other) => `${name} ${other}`),
      );
      const back = edges.map((edge) => edge.split(" ").reverse().join(" "));
      assert.deepEqual(back.sort(), edges.sort());
    }),
  );

  it(
    "everyone watches all others, each once",
    law((list) => {
      const names = list.map(([name]) => name);
      for (const { name, watches } of plan(list).clusters) {
        assert.deepEqual([name, ...watches].sort(), [...names].sort());
      }
    }),
  );

  it(
    "gateways are everywhere or nowhere, by whether there are several networks",
    law((list) => {
      const crosses = new Set(list.map(([, network]) => network)).size > 1;
      for (const { eastWestGateway } of plan(list).clusters) {
        assert.equal(eastWestGateway !== undefined, crosses);
      }
    }),
  );

  it("the plan is independent of the list's order", () => {
    const shuffled = places.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
      ),
    );
    fc.assert(fc.property(shuffled, ([list, other]) => assert.deepEqual(plan(other), plan(list))));
  });
});
