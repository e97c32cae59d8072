import assert from "node:assert/strict";
import { planMesh } from "../../../stacks/mesh-plan";
import {
  oneCluster,
  oneNetwork,
  type Place,
  stackConfig,
  threeOnTwoNetworks,
  twoNetworks,
} from "../../support/meshes";

interface Row {
  readonly mesh: string;
  readonly places: readonly Place[];
  /** Per cluster, in order: its network, whether it has a gateway, whom it watches. */
  readonly expected: readonly [
    name: string,
    network: string,
    hasGateway: boolean,
    watches: string[],
  ][];
}

const rows: readonly Row[] = [
  { mesh: "one cluster", places: oneCluster, expected: [["east", "east", false, []]] },
  {
    mesh: "two clusters on one network",
    places: oneNetwork,
    expected: [
      ["east", "net", false, ["west"]],
      ["west", "net", false, ["east"]],
    ],
  },
  {
    mesh: "two clusters on two networks",
    places: twoNetworks,
    expected: [
      ["east", "net-east", true, ["west"]],
      ["west", "net-west", true, ["east"]],
    ],
  },
  {
    mesh: "three clusters on two networks",
    places: threeOnTwoNetworks,
    expected: [
      ["east", "net-b", true, ["north", "south"]],
      ["north", "net-a", true, ["east", "south"]],
      ["south", "net-a", true, ["east", "north"]],
    ],
  },
];

describe("the plan of a mesh", () => {
  for (const { mesh, places, expected } of rows) {
    it(`of ${mesh} says who has a gateway and who watches whom`, () => {
      const { clusters } = planMesh(stackConfig(places));
      assert.deepEqual(
        clusters.map((one) => [
          one.name,
          one.network,
          one.eastWestGateway !== undefined,
          one.watches,
        ]),
        expected,
      );
      assert.ok(clusters.every(({ role }) => role === "primary"));
    });
  }

  it("gives every cluster the same mesh, without how it is installed", () => {
    const other = {
      mesh: {
        id: "payments",
        version: "1.20.1",
        hub: "registry.example/istio",
        trustDomain: "example.org",
        readyTimeoutSeconds: 60,
      },
    };
    const plan = planMesh(stackConfig(twoNetworks, other));
    assert.deepEqual(plan.mesh, other.mesh);
    assert.deepEqual(
      plan.clusters.map(({ mesh }) => mesh),
      [other.mesh, other.mesh],
    );
  });

  it("hands the gateway's and the certificates' settings on", () => {
    const certificates = {
      algorithm: "RSA",
      rootValidityDays: 20,
      intermediateValidityDays: 10,
      protect: false,
    };
    const eastWestGateway = {
      sourceRanges: ["10.0.0.0/8"],
      serviceAnnotations: { scheme: "internal" },
      minReplicas: 2,
      maxReplicas: 3,
    };
    const plan = planMesh(stackConfig(twoNetworks, { certificates, eastWestGateway }));
    assert.deepEqual(plan.certificates, certificates);
    assert.deepEqual(plan.clusters[1]?.eastWestGateway, eastWestGateway);
  });
});
