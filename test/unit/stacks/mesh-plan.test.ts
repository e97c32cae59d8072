import assert from "node:assert/strict";
import { type MeshPlan, planMesh } from "../../../stacks/mesh-plan";
import {
  oneCluster,
  oneNetwork,
  type Place,
  remoteOfOneOfTwo,
  remoteOnOneNetwork,
  stackConfig,
  threeOnTwoNetworks,
  twoNetworks,
} from "../../support/meshes";

const plan = (places: readonly Place[], other: Readonly<Record<string, unknown>> = {}): MeshPlan =>
  planMesh(stackConfig(places, other));

interface Row {
  readonly mesh: string;
  readonly places: readonly Place[];
  /** Per primary: its network, whether it has a gateway, what it exposes, whom it watches; `+` stands where it serves. */
  readonly primaries: readonly (readonly [
    name: string,
    network: string,
    hasGateway: boolean,
    exposes: string,
    watches: string,
  ])[];
  /** Per remote: its network, whether it has a gateway, its primary. */
  readonly remotes?: readonly (readonly [
    name: string,
    network: string,
    hasGateway: boolean,
    primary: string,
  ])[];
}

const rows: readonly Row[] = [
  { mesh: "one cluster", places: oneCluster, primaries: [["east", "east", false, "", ""]] },
  {
    mesh: "two clusters on one network",
    places: oneNetwork,
    primaries: [
      ["east", "net", false, "", "west"],
      ["west", "net", false, "", "east"],
    ],
  },
  {
    mesh: "two clusters on two networks",
    places: twoNetworks,
    primaries: [
      ["east", "net-east", true, "services", "west"],
      ["west", "net-west", true, "services", "east"],
    ],
  },
  {
    mesh: "three clusters on two networks",
    places: threeOnTwoNetworks,
    primaries: [
      ["east", "net-b", true, "services", "north south"],
      ["north", "net-a", true, "services", "east south"],
      ["south", "net-a", true, "services", "east north"],
    ],
  },
  {
    mesh: "a primary and its remote on one network",
    places: remoteOnOneNetwork,
    primaries: [["east", "net", true, "istiod", "edge+"]],
    remotes: [["edge", "net", false, "east"]],
  },
  {
    mesh: "two primaries, of which one has a remote, on three networks",
    places: remoteOfOneOfTwo,
    primaries: [
      ["east", "net-east", true, "services istiod", "edge+ west"],
      ["west", "net-west", true, "services", "east edge"],
    ],
    remotes: [["edge", "net-edge", true, "east"]],
  },
  {
    mesh: "several clusters on two networks, with one gateway in each",
    places: [
      ["east", "net-east", { eastWestGateway: false }],
      ["north", "net-east"],
      ["south", "net-south", { eastWestGateway: false }],
      ["edge", "net-south", { primary: "north" }],
    ],
    primaries: [
      ["east", "net-east", false, "", "edge north south"],
      ["north", "net-east", true, "services istiod", "east edge+ south"],
      ["south", "net-south", false, "", "east edge north"],
    ],
    remotes: [["edge", "net-south", true, "north"]],
  },
  {
    mesh: "a primary that exposes services for the gateway of its remote only",
    places: [
      ["east", "net"],
      ["edge", "net", { primary: "east", eastWestGateway: true }],
    ],
    primaries: [["east", "net", true, "services istiod", "edge+"]],
    remotes: [["edge", "net", true, "east"]],
  },
];

describe("the plan of a mesh", () => {
  for (const { mesh, places, primaries, remotes = [] } of rows) {
    it(`of ${mesh} says who has a gateway, what it lets through, and who watches and serves whom`, () => {
      const found = plan(places);
      assert.deepEqual(
        found.primaries.map((one) => [
          one.name,
          one.network,
          one.eastWestGateway !== undefined,
          one.exposes.join(" "),
          one.watches.map(({ cluster, serves }) => `${cluster}${serves ? "+" : ""}`).join(" "),
        ]),
        primaries,
      );
      assert.deepEqual(
        found.remotes.map((one) => [
          one.name,
          one.network,
          one.eastWestGateway !== undefined,
          one.primary,
        ]),
        remotes,
      );
    });
  }

  it("says of each cluster's plan which role it is for", () => {
    const { primaries, remotes } = plan(remoteOfOneOfTwo);
    assert.deepEqual(
      [...primaries, ...remotes].map(({ name, role }) => [name, role]),
      [
        ["east", "primary"],
        ["west", "primary"],
        ["edge", "remote"],
      ],
    );
  });

  it("gives every cluster the same mesh, with the installer that its version has", () => {
    const mesh = {
      id: "payments",
      version: "1.20.1",
      installer: "operator",
      hub: "registry.example/istio",
      trustDomain: "example.org",
      readyTimeoutSeconds: 60,
    };
    const found = plan(remoteOfOneOfTwo, { mesh });
    const settings = {
      ...mesh,
      installer: "operator",
      pullSecrets: [],
      multiRoot: false,
      root: "root",
    };
    assert.deepEqual(found.mesh, settings);
    assert.deepEqual(
      [...found.primaries, ...found.remotes].map((one) => one.mesh),
      [settings, settings, settings],
    );
  });

  it("takes the installer that the config names, else the one that the version has", () => {
    const installerOf = (mesh: object) =>
      plan(oneCluster, { mesh: { id: "payments", ...mesh } }).mesh.installer;
    assert.equal(installerOf({ version: "1.23.6" }), "operator");
    assert.equal(installerOf({ version: "1.24.0" }), "helm");
    assert.equal(installerOf({ version: "1.23.6", installer: "helm" }), "helm");
  });

  it("hands the gateways' settings on, to primaries and remotes", () => {
    const eastWestGateway = {
      sourceRanges: ["10.0.0.0/8"],
      serviceAnnotations: { scheme: "internal" },
      minReplicas: 2,
      maxReplicas: 3,
      resources: { limits: { cpu: 1 } },
      disruptionBudget: false,
    };
    const found = plan(remoteOfOneOfTwo, { eastWestGateway });
    const settings = {
      service: {
        type: "LoadBalancer",
        annotations: { scheme: "internal" },
        sourceRanges: ["10.0.0.0/8"],
        externalTrafficPolicy: undefined,
      },
      tuning: {
        minReplicas: 2,
        maxReplicas: 3,
        targetCpuUtilization: 80,
        resources: { limits: { cpu: "1" } },
        disruptionBudget: false,
      },
    };
    assert.deepEqual(
      [...found.primaries, ...found.remotes].map(({ eastWestGateway: one }) => ({
        service: one?.service,
        tuning: one?.tuning,
      })),
      [settings, settings, settings],
    );
  });

  it("has the topology that it was made from", () => {
    const { topology } = plan(remoteOnOneNetwork);
    assert.deepEqual(topology.networks, ["net"]);
    assert.deepEqual(
      topology.clusters.map(({ name }) => name),
      ["east", "edge"],
    );
  });
});
