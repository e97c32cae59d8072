import assert from "node:assert/strict";
import { type ClusterTopology, resolveTopology } from "../../../stacks/topology";
import {
  clustersOf,
  oneNetwork,
  type Place,
  remoteOfOneOfTwo,
  remoteOnOneNetwork,
  remoteOnTwoNetworks,
  twoNetworks,
} from "../../support/meshes";

const resolve = (places: readonly Place[]) => resolveTopology(clustersOf(places));
const of = (places: readonly Place[], name: string): ClusterTopology =>
  resolve(places).clusters.find((one) => one.name === name) ?? assert.fail(`there is no ${name}`);
const names = (places: readonly Place[]) => resolve(places).clusters.map((one) => one.name);

describe("a topology", () => {
  it("of one cluster has nobody to watch, no gateway, and a network named after it", () => {
    assert.deepEqual(resolve([["east"]]), {
      clusters: [
        {
          name: "east",
          network: "east",
          role: "primary",
          primary: "east",
          remotes: [],
          peers: [],
          gateway: [],
        },
      ],
      networks: ["east"],
    });
  });

  it("has every primary watch every other cluster, and none itself", () => {
    const places: Place[] = [
      ["c", "net"],
      ["a", "net"],
      ["b", "net"],
    ];
    assert.deepEqual(
      resolve(places).clusters.map(({ name, peers }) => [name, ...peers]),
      [
        ["a", "b", "c"],
        ["b", "a", "c"],
        ["c", "a", "b"],
      ],
    );
  });

  it("has every primary watch other primaries' remotes too, and remotes watch nobody", () => {
    assert.deepEqual(
      resolve(remoteOfOneOfTwo).clusters.map(({ name, role, primary, remotes, peers }) => [
        name,
        role,
        primary,
        remotes,
        peers,
      ]),
      [
        ["east", "primary", "east", ["edge"], ["edge", "west"]],
        ["edge", "remote", "east", [], []],
        ["west", "primary", "west", [], ["east", "edge"]],
      ],
    );
  });

  it("lists the remotes of a primary in the order of their names", () => {
    const places: Place[] = [
      ["d", "net", { primary: "b" }],
      ["a", "net", { primary: "b" }],
      ["c", "net"],
      ["b", "net"],
    ];
    assert.deepEqual(of(places, "b").remotes, ["a", "d"]);
    assert.deepEqual(of(places, "c").remotes, []);
  });

  it("takes a cluster that names itself for a primary, which serves no remote", () => {
    const { role, primary, remotes, gateway } = of(
      [["east", undefined, { primary: "east" }]],
      "east",
    );
    assert.deepEqual(
      { role, primary, remotes, gateway },
      { role: "primary", primary: "east", remotes: [], gateway: [] },
    );
  });

  it("names each network once, in order", () => {
    const places: Place[] = [
      ["a", "net-2"],
      ["b", "net-1"],
      ["c", "net-2"],
    ];
    assert.deepEqual(resolve(places).networks, ["net-1", "net-2"]);
  });

  it("orders names by code unit, the same in every locale", () => {
    const places = ["b", "a-b", "ab", "a", "a1"].map((name): Place => [name, "net"]);
    assert.deepEqual(names(places), ["a", "a-b", "a1", "ab", "b"]);
  });

  it("leaves the config's list as it is", () => {
    const clusters = Object.freeze([...clustersOf(oneNetwork)].reverse());
    resolveTopology(clusters);
    assert.deepEqual(
      clusters.map(({ name }) => name),
      ["west", "east"],
    );
  });
});

describe("the gateway of a cluster", () => {
  const withGateways = (places: readonly Place[], gateways: Readonly<Record<string, unknown>>) =>
    places.map(([name, network, other]): Place => [
      name,
      network,
      name in gateways ? { ...other, eastWestGateway: gateways[name] } : other,
    ]);
  const shared: readonly Place[] = [...twoNetworks, ["annex", "net-east"]];

  const rows: readonly [
    rule: string,
    places: readonly Place[],
    expected: Readonly<Record<string, readonly string[]>>,
  ][] = [
    ["is not there on one network", oneNetwork, { east: [], west: [] }],
    [
      "is there on one network if the config asks for it, and lets services through",
      withGateways(oneNetwork, { east: true }),
      { east: ["services"], west: [] },
    ],
    [
      "is neither asked for nor refused by its tuning",
      withGateways(oneNetwork, { east: { minReplicas: 2 } }),
      { east: [], west: [] },
    ],
    [
      "is there with tuning where it is without",
      withGateways(twoNetworks, { east: {} }),
      { east: ["services"], west: ["services"] },
    ],
    [
      "lets services through on each of several networks",
      twoNetworks,
      { east: ["services"], west: ["services"] },
    ],
    [
      "is in every cluster of a network",
      shared,
      { annex: ["services"], east: ["services"], west: ["services"] },
    ],
    [
      "is missing where the config says so",
      withGateways(shared, { annex: false, west: true }),
      { annex: [], east: ["services"], west: ["services"] },
    ],
    [
      "lets only istiod through where a primary has a remote on its one network",
      remoteOnOneNetwork,
      { east: ["istiod"], edge: [] },
    ],
    [
      "lets both through where the config asks for services on that one network",
      withGateways(remoteOnOneNetwork, { east: true, edge: true }),
      { east: ["services", "istiod"], edge: ["services"] },
    ],
    [
      "lets istiod through in the primary and services in both, on two networks",
      remoteOnTwoNetworks,
      { east: ["services", "istiod"], edge: ["services"] },
    ],
    [
      "lets istiod through only in that of several primaries that has a remote",
      remoteOfOneOfTwo,
      { east: ["services", "istiod"], edge: ["services"], west: ["services"] },
    ],
    [
      "can be missing in a remote",
      withGateways([...remoteOfOneOfTwo, ["annex", "net-east", { primary: "east" }]], {
        annex: false,
      }),
      { annex: [], east: ["services", "istiod"], edge: ["services"], west: ["services"] },
    ],
  ];
  for (const [rule, places, expected] of rows) {
    it(rule, () => {
      const found = resolve(places).clusters.map(({ name, gateway }) => [name, gateway]);
      assert.deepEqual(Object.fromEntries(found), expected);
    });
  }
});
