import assert from "node:assert/strict";
import { drawTopology } from "../../../stacks/diagram";
import { resolveTopology } from "../../../stacks/topology";
import { oneNetwork, type Place, primary, twoNetworks } from "../../support/meshes";

const draw = (places: readonly Place[]) =>
  drawTopology("payments", resolveTopology(places.map(([name, net]) => primary(name, net))));

describe("the picture of a mesh", () => {
  it("draws two clusters on one network with a thin line and no gateway", () => {
    assert.equal(
      draw(oneNetwork),
      `flowchart LR
  subgraph mesh["mesh payments"]
    subgraph n0["network net"]
      c_east["east (primary)<br/>istiod"]
      c_west["west (primary)<br/>istiod"]
    end
  end
  c_east <-->|watches| c_west
`,
    );
  });

  it("draws two networks with gateways and a thick line between them", () => {
    assert.equal(
      draw(twoNetworks),
      `flowchart LR
  subgraph mesh["mesh payments"]
    subgraph n0["network net-east"]
      c_east["east (primary)<br/>istiod<br/>east-west gateway"]
    end
    subgraph n1["network net-west"]
      c_west["west (primary)<br/>istiod<br/>east-west gateway"]
    end
  end
  c_east <==>|mTLS 15443, watches| c_west
`,
    );
  });

  it("points from a primary to its remote, which watches nobody", () => {
    const clusters = [primary("east", "a"), { ...primary("edge", "b"), primary: "east" }];
    const text = drawTopology("payments", resolveTopology(clusters));
    assert.match(text, /^ {2}c_east ==>\|mTLS 15443, watches\| c_edge$/m);
    assert.match(
      text,
      /c_edge\["edge \(remote\)<br\/>served by its primary<br\/>east-west gateway"\]/,
    );
  });

  it("draws each pair once", () => {
    const lines = draw([
      ["a", "net"],
      ["b", "net"],
      ["c", "net"],
    ]).split("\n");
    assert.deepEqual(
      lines.filter((line) => line.includes("watches")).map((line) => line.trim()),
      ["c_a <-->|watches| c_b", "c_a <-->|watches| c_c", "c_b <-->|watches| c_c"],
    );
  });

  it("has a plain id of its own for every name, even for words of the language", () => {
    const names = ["end", "a-b", "a--b", "ab", "a-b-c", "1", "graph", "default"];
    const text = draw(names.map((name) => [name, "net"]));
    const ids = [...text.matchAll(/^ +(\S+)\["\S+ \(/gm)].map((match) => match[1]);
    assert.equal(new Set(ids).size, names.length);
    for (const id of ids) {
      assert.match(id ?? "", /^c_[a-z0-9_]+$/);
    }
  });
});
