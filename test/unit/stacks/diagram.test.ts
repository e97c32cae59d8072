import assert from "node:assert/strict";
import { drawTopology } from "../../../stacks/diagram";
import { planMesh } from "../../../stacks/mesh-plan";
import {
  oneNetwork,
  type Place,
  remoteOfOneOfTwo,
  remoteOnOneNetwork,
  stackConfig,
  twoNetworks,
} from "../../support/meshes";

const draw = (places: readonly Place[], other: Readonly<Record<string, unknown>> = {}) =>
  drawTopology(planMesh(stackConfig(places, other)));
const links = (places: readonly Place[]) =>
  draw(places)
    .split("\n")
    .filter((line) => /\|.*\|/.test(line))
    .map((line) => line.trim());

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

  it("draws a remote with a dotted line to the istiod that serves it, and watches nobody", () => {
    assert.equal(
      draw(remoteOnOneNetwork),
      `flowchart LR
  subgraph mesh["mesh payments"]
    subgraph n0["network net"]
      c_east["east (primary)<br/>istiod<br/>east-west gateway"]
      c_edge["edge (remote)<br/>served by east"]
    end
  end
  c_east -->|watches| c_edge
  c_edge -.->|istiod 15012, 15017| c_east
`,
    );
  });

  it("draws two primaries and a remote of one of them", () => {
    assert.equal(
      draw(remoteOfOneOfTwo),
      `flowchart LR
  subgraph mesh["mesh payments"]
    subgraph n0["network net-east"]
      c_east["east (primary)<br/>istiod<br/>east-west gateway"]
    end
    subgraph n1["network net-edge"]
      c_edge["edge (remote)<br/>served by east<br/>east-west gateway"]
    end
    subgraph n2["network net-west"]
      c_west["west (primary)<br/>istiod<br/>east-west gateway"]
    end
  end
  c_east ==>|mTLS 15443, watches| c_edge
  c_east <==>|mTLS 15443, watches| c_west
  c_west ==>|mTLS 15443, watches| c_edge
  c_edge -.->|istiod 15012, 15017| c_east
`,
    );
  });

  it("points from the primary to the remote that it watches, whichever name comes first", () => {
    assert.deepEqual(
      links([
        ["annex", "net", { primary: "east" }],
        ["east", "net"],
      ]),
      ["c_east -->|watches| c_annex", "c_annex -.->|istiod 15012, 15017| c_east"],
    );
  });

  it("draws remotes on two networks with a line for traffic, and none on one network", () => {
    assert.deepEqual(
      links([
        ["a", "net-a"],
        ["b", "net-b", { primary: "a" }],
        ["c", "net-c", { primary: "a" }],
        ["d", "net-c", { primary: "a" }],
      ]).filter((line) => !line.includes("c_a")),
      ["c_b <==>|mTLS 15443| c_c", "c_b <==>|mTLS 15443| c_d"],
    );
  });

  it("shows a gateway only where there is one", () => {
    const text = draw([...twoNetworks, ["annex", "net-east", { eastWestGateway: false }]]);
    assert.match(text, /^ {6}c_annex\["annex \(primary\)<br\/>istiod"\]$/m);
    assert.match(text, /^ {6}c_east\["east \(primary\)<br\/>istiod<br\/>east-west gateway"\]$/m);
  });

  it("names what leads into the mesh and out of it, in the clusters that have it", () => {
    const text = draw(twoNetworks, {
      gateways: [
        { name: "istio-ingressgateway", kind: "ingress" },
        { name: "to-partners", kind: "egress", clusters: ["west"] },
      ],
    });
    assert.match(
      text,
      /^ {6}c_east\["east \(primary\)<br\/>istiod<br\/>east-west gateway<br\/>ingress istio-ingressgateway"\]$/m,
    );
    assert.match(
      text,
      /^ {6}c_west\["west .*<br\/>ingress istio-ingressgateway<br\/>egress to-partners"\]$/m,
    );
  });

  it("draws each pair once", () => {
    assert.deepEqual(
      links([
        ["a", "net"],
        ["b", "net"],
        ["c", "net"],
      ]),
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
