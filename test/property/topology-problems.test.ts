import assert from "node:assert/strict";
import fc from "fast-check";
import { primaryOf } from "../../stacks/topology";
import { validate } from "../../stacks/validate";
import { validMeshes } from "../support/arbitrary-meshes";
import { clustersOf, type Place, rawConfig } from "../support/meshes";

const problems = (places: readonly Place[]) => validate(rawConfig(places), "istio-mesh:").problems;
const paths = (places: readonly Place[]) => problems(places).map((one) => one.path);

/** The list with more said of the cluster at a place. */
function withFields(places: readonly Place[], at: number, fields: object): readonly Place[] {
  return places.map(([name, network, other], index) => [
    name,
    network,
    index === at ? { ...other, ...fields } : other,
  ]);
}

const remotesOf = (places: readonly Place[]): string[] =>
  clustersOf(places)
    .filter((one) => primaryOf(one) !== one.name)
    .map((one) => one.name);

/** A valid list, and a number that stands for one of its clusters. */
const meshAndPlace = validMeshes.chain((places) =>
  fc.tuple(fc.constant(places), fc.nat(places.length - 1)),
);
const meshesWithRemotes = meshAndPlace.filter(([places]) => remotesOf(places).length > 0);
// zod leaves the key __proto__ out of every object.
const anyName = fc.string().filter((name) => name !== "__proto__");

describe("for any list of clusters", function () {
  this.timeout(20_000);

  it("a valid one has no problems", () => {
    fc.assert(fc.property(validMeshes, (places) => assert.deepEqual(problems(places), [])));
  });

  it("a primary that is unknown is a problem there", () => {
    fc.assert(
      fc.property(meshAndPlace, fc.string(), ([places, at], primary) => {
        fc.pre(places.every(([name]) => name !== primary));
        const found = problems(withFields(places, at, { primary }));
        const [first] = found.filter((one) => one.path === `istio-mesh:clusters[${at}].primary`);
        assert.ok(first?.message.startsWith(`unknown cluster "${primary}", expected `));
      }),
    );
  });

  it("a primary that is a remote is a problem there", () => {
    fc.assert(
      fc.property(meshesWithRemotes, fc.nat(), ([places, at], chosen) => {
        const remotes = remotesOf(places);
        const primary = remotes[chosen % remotes.length];
        fc.pre(places[at]?.[0] !== primary);
        const found = problems(withFields(places, at, { primary }));
        const [first] = found.filter((one) => one.path === `istio-mesh:clusters[${at}].primary`);
        assert.ok(first?.message.startsWith(`"${primary ?? ""}" is a remote itself, `));
      }),
    );
  });

  it("a peer that is unknown is a problem there, and the only one", () => {
    fc.assert(
      fc.property(meshAndPlace, anyName, ([places, at], peer) => {
        fc.pre(places.every(([name]) => name !== peer));
        const found = withFields(places, at, { apiServer: { peers: { [peer]: {} } } });
        assert.deepEqual(paths(found), [`istio-mesh:clusters[${at}].apiServer.peers.${peer}`]);
      }),
    );
  });

  it("each other cluster is a fine peer if it is a primary, and a problem there if it is a remote", () => {
    fc.assert(
      fc.property(meshAndPlace, ([places, at]) => {
        const others = places.map(([name]) => name).filter((_, index) => index !== at);
        const peers = Object.fromEntries(others.map((name) => [name, {}]));
        const remotes = remotesOf(places).filter((name) => others.includes(name));
        assert.deepEqual(
          paths(withFields(places, at, { apiServer: { peers } })).sort(),
          remotes.map((name) => `istio-mesh:clusters[${at}].apiServer.peers.${name}`).sort(),
        );
      }),
    );
  });

  it("a control plane's address is a problem at a remote, and only there", () => {
    fc.assert(
      fc.property(meshAndPlace, ([places, at]) => {
        const isRemote = remotesOf(places).includes(places[at]?.[0] ?? "");
        assert.deepEqual(
          paths(withFields(places, at, { controlPlaneAddress: "resolved" })),
          isRemote ? [`istio-mesh:clusters[${at}].controlPlaneAddress`] : [],
        );
      }),
    );
  });

  it("a list of any references and gateways is either fine or says where it is not", () => {
    const place = fc
      .record({
        primary: fc.constantFrom(undefined, "a", "b", "c", "d"),
        network: fc.constantFrom(undefined, "net-a", "net-b"),
        eastWestGateway: fc.constantFrom(undefined, true, false, {}),
        peers: fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 2 }),
      })
      .map(({ network, peers, ...other }) => ({
        network,
        fields: {
          ...other,
          apiServer: { peers: Object.fromEntries(peers.map((one) => [one, {}])) },
        },
      }));
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 3 }), (drafts) => {
        const places = drafts.map(({ network, fields }, at): Place => [
          "abc".charAt(at),
          network,
          fields,
        ]);
        const { config, problems: found } = validate(rawConfig(places), "istio-mesh:");
        assert.equal(config === undefined, found.length > 0);
        for (const { path } of found) {
          assert.match(
            path,
            /^istio-mesh:clusters\[[0-2]\]\.(?:primary|network|eastWestGateway|apiServer\.peers\.[a-d])$/,
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});
