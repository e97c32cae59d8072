import assert from "node:assert/strict";
import { planMesh } from "../../../stacks/mesh-plan";
import { stackConfig } from "../../support/meshes";
import { rulesOfPlaces } from "../../support/problems";

const meshWide = {
  sourceRanges: ["10.0.0.0/8"],
  serviceAnnotations: { scheme: "internal", owner: "mesh" },
  minReplicas: 2,
  maxReplicas: 3,
  resources: { requests: { cpu: "1" }, limits: { cpu: "2" } },
  nodeSelector: { disk: "fast" },
};

/** East's and edge's gateways, of which east's is tuned. */
function gateways(own: unknown, eastWestGateway: object = meshWide) {
  const places = [
    ["east", "net-east", { eastWestGateway: own }],
    ["edge", "net-edge", { primary: "east" }],
  ] as const;
  const { primaries, remotes } = planMesh(stackConfig(places, { eastWestGateway }));
  return [primaries[0], remotes[0]].map((one) => one?.eastWestGateway);
}

describe("the gateway of a cluster that tunes it", () => {
  const [untouched] = gateways(undefined);
  const rows: readonly [rule: string, own: object, service: object, tuning: object][] = [
    ["is the mesh's where the object is empty", {}, {}, {}],
    [
      "has the cluster's addresses in place of the mesh's",
      { sourceRanges: ["192.0.2.0/24"] },
      { sourceRanges: ["192.0.2.0/24"] },
      {},
    ],
    [
      "is open to all again where the cluster's list is empty",
      { sourceRanges: [] },
      { sourceRanges: [] },
      {},
    ],
    [
      "has the annotations of both, the cluster's where both have one",
      { serviceAnnotations: { scheme: "public", type: "nlb" } },
      { annotations: { scheme: "public", owner: "mesh", type: "nlb" } },
      {},
    ],
    [
      "has the number that the cluster gives, and the other of the mesh",
      { maxReplicas: 9 },
      {},
      { minReplicas: 2, maxReplicas: 9 },
    ],
    [
      "keeps no half of the mesh's resources or node labels",
      { resources: { requests: { cpu: "3" } }, nodeSelector: { zone: "a" } },
      {},
      { resources: { requests: { cpu: "3" } }, nodeSelector: { zone: "a" } },
    ],
    [
      "has no budget where the cluster says so",
      { disruptionBudget: false },
      {},
      { disruptionBudget: false },
    ],
  ];
  for (const [rule, own, service, tuning] of rows) {
    it(rule, () => {
      const [east] = gateways(own);
      assert.ok(untouched !== undefined);
      assert.deepEqual(east, {
        ...untouched,
        service: { ...untouched.service, ...service },
        tuning: { ...untouched.tuning, ...tuning },
      });
    });
  }

  it("leaves the other clusters' as the mesh has them", () => {
    assert.deepEqual(gateways({ minReplicas: 3, sourceRanges: [] })[1], gateways(undefined)[1]);
  });

  it("is tuned at a remote as it is at a primary", () => {
    const places = [
      ["east", "net-east"],
      ["edge", "net-edge", { primary: "east", eastWestGateway: { maxReplicas: 7 } }],
    ] as const;
    const { primaries, remotes } = planMesh(stackConfig(places));
    assert.equal(primaries[0]?.eastWestGateway?.tuning.maxReplicas, 5);
    assert.equal(remotes[0]?.eastWestGateway?.tuning.maxReplicas, 7);
  });

  it("has the mesh's tuning where the cluster says only that there is one", () => {
    assert.deepEqual(gateways(true), gateways(undefined));
  });
});

describe("a cluster whose east-west gateway is tuned", () => {
  const tuned = { eastWestGateway: { minReplicas: 2 } };
  const missing =
    "eastWestGateway: tunes a gateway that is not there: the mesh has one network, and the cluster serves no remotes; leave it out, or give true for a gateway with the mesh-wide tuning";
  rulesOfPlaces([
    [
      "is fine on several networks",
      [
        ["east", "net-east", tuned],
        ["west", "net-west"],
      ],
      [],
    ],
    [
      "is fine as a remote on several networks",
      [
        ["east", "net-east"],
        ["edge", "net-edge", { primary: "east", ...tuned }],
      ],
      [],
    ],
    [
      "is fine as a primary of remotes, on one network too",
      [
        ["east", "net", tuned],
        ["edge", "net", { primary: "east" }],
      ],
      [],
    ],
    [
      "is the gateway that its neighbours may do without",
      [
        ["east", "net-east", { eastWestGateway: false }],
        ["annex", "net-east", tuned],
        ["west", "net-west"],
      ],
      [],
    ],
    [
      "is not fine on one network, a remote as little as a primary that serves none",
      [
        ["east", "net"],
        ["west", "net", tuned],
        ["edge", "net", { primary: "east", eastWestGateway: {} }],
      ],
      [`clusters[1].${missing}`, `clusters[2].${missing}`],
    ],
    ["is not fine in a mesh of one", [["east", undefined, tuned]], [`clusters[0].${missing}`]],
    [
      "is not judged while another cluster is malformed, which may be on another network",
      [
        ["east", "net", tuned],
        ["West", "net-west"],
      ],
      [
        'clusters[1].name: expected a DNS label (at most 63 of a-z, 0-9 and -, with no - at the ends), got "West"',
      ],
    ],
  ]);
});
