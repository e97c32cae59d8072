import assert from "node:assert/strict";
import { resolveTopology } from "../../../stacks/topology";
import { primary } from "../../support/meshes";

describe("a topology", () => {
  it("of one cluster has nobody to watch, and a network named after it", () => {
    assert.deepEqual(resolveTopology([primary("east")]), {
      clusters: [{ name: "east", network: "east", role: "primary", peers: [] }],
      networks: ["east"],
    });
  });

  it("has every primary watch every other and none itself", () => {
    const clusters = [primary("c", "net"), primary("a", "net"), primary("b", "net")];
    assert.deepEqual(
      resolveTopology(clusters).clusters.map(({ name, peers }) => [name, ...peers]),
      [
        ["a", "b", "c"],
        ["b", "a", "c"],
        ["c", "a", "b"],
      ],
    );
  });

  it("names each network once, in order", () => {
    const clusters = [primary("a", "net-2"), primary("b", "net-1"), primary("c", "net-2")];
    assert.deepEqual(resolveTopology(clusters).networks, ["net-1", "net-2"]);
  });

  it("makes a cluster that is served by another a remote, which watches nobody", () => {
    const clusters = [primary("east", "net"), { ...primary("edge", "net"), primary: "east" }];
    assert.deepEqual(resolveTopology(clusters).clusters, [
      { name: "east", network: "net", role: "primary", peers: ["edge"] },
      { name: "edge", network: "net", role: "remote", peers: [] },
    ]);
  });

  it("takes a cluster that names itself for a primary", () => {
    const [only] = resolveTopology([{ ...primary("east"), primary: "east" }]).clusters;
    assert.equal(only?.role, "primary");
  });

  it("orders names by code unit, the same in every locale", () => {
    const names = ["b", "a-b", "ab", "a", "a1"];
    const sorted = resolveTopology(names.map((name) => primary(name, "net")));
    assert.deepEqual(
      sorted.clusters.map(({ name }) => name),
      ["a", "a-b", "a1", "ab", "b"],
    );
  });

  it("leaves the config's list as it is", () => {
    const clusters = Object.freeze([primary("b", "net"), primary("a", "net")]);
    resolveTopology(clusters);
    assert.deepEqual(
      clusters.map(({ name }) => name),
      ["b", "a"],
    );
  });
});
