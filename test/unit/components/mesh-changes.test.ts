import assert from "node:assert/strict";
import { gateway, istiodExposure, on } from "../../support/expected-objects";
import { changes, inCluster, recordMesh, remoteOfEach } from "../../support/mesh-recording";
import {
  oneNetwork,
  type Place,
  remoteOfOneOfTwo,
  remoteOnOneNetwork,
  remoteOnTwoNetworks,
  twoNetworks,
} from "../../support/meshes";
import type { Recorded } from "../../support/mocks";

/** What a change of the clusters means for those that were there before and stay; `listed` with each one's cluster. */
async function changesFor(before: readonly Place[], after: readonly Place[]) {
  const old = await recordMesh(before);
  const now = await recordMesh(after);
  const stay = before.map(([name]) => name).filter((name) => after.some(([one]) => one === name));
  const ofThose = ({ added, removed, changed }: ReturnType<typeof changes>) =>
    [added, removed, changed].map((list) =>
      list.filter((one) => stay.includes(one.split(":")[0] ?? "")),
    );
  const [added, removed, changed] = ofThose(changes(old.resources, now.resources));
  return { added, removed, changed };
}

const secretIn = (by: string, watched: string) => `${by}: core/v1:Secret ${watched}-into_${by}`;

/** What serving remotes changes on a primary that has a gateway. */
const serves = (name: string) => [
  `${name}: apps/v1:DeploymentPatch ${name}-istiod-rollout`,
  `${name}: core/v1:Service ${name}-gateway-service`,
  `${name}: install.istio.io/v1alpha1:IstioOperator ${name}-control-plane`,
];

describe("when a cluster joins a mesh, the others", function () {
  this.timeout(10_000);

  it("get its secret, and nothing else changes, if it is a primary", async () => {
    assert.deepEqual(await changesFor(twoNetworks, [...twoNetworks, ["south", "net-south"]]), {
      added: [secretIn("east", "south"), secretIn("west", "south")],
      removed: [],
      changed: [],
    });
  });

  it("get its secret, and its primary the way to istiod, if it is their first remote", async () => {
    assert.deepEqual(await changesFor(twoNetworks, remoteOfOneOfTwo), {
      added: [
        secretIn("east", "edge"),
        ...on("east", istiodExposure("east")),
        secretIn("west", "edge"),
      ],
      removed: [],
      changed: serves("east"),
    });
  });

  it("get its secret, and nothing else changes, if it is a further remote", async () => {
    const more: readonly Place[] = [
      ...remoteOfOneOfTwo,
      ["spoke", "net-spoke", { primary: "east" }],
    ];
    assert.deepEqual(await changesFor(remoteOfOneOfTwo, more), {
      added: [secretIn("east", "spoke"), secretIn("west", "spoke")],
      removed: [],
      changed: [],
    });
  });

  it("have a gateway made on its primary if there was none", async () => {
    const more: readonly Place[] = [...oneNetwork, ["edge", "net", { primary: "east" }]];
    const [rollout, , istioOperator] = serves("east");
    assert.deepEqual(await changesFor(oneNetwork, more), {
      added: on("east", [...gateway("east"), ...istiodExposure("east")])
        .concat(secretIn("east", "edge"), secretIn("west", "edge"))
        .sort(),
      removed: [],
      changed: [rollout, istioOperator],
    });
  });
});

describe("when a cluster leaves a mesh, the others", function () {
  this.timeout(10_000);

  it("lose its secret, and nothing else changes, if it was a primary", async () => {
    assert.deepEqual(await changesFor([...twoNetworks, ["south", "net-south"]], twoNetworks), {
      added: [],
      removed: [secretIn("east", "south"), secretIn("west", "south")],
      changed: [],
    });
  });

  it("lose its secret, and its primary the way to istiod, if it was their last remote", async () => {
    assert.deepEqual(await changesFor(remoteOfOneOfTwo, twoNetworks), {
      added: [],
      removed: [
        secretIn("east", "edge"),
        ...on("east", istiodExposure("east")),
        secretIn("west", "edge"),
      ],
      changed: serves("east"),
    });
  });
});

describe("a cluster that changes its role", function () {
  this.timeout(10_000);

  /** The URN of every object that has a name in Kubernetes or Helm, by its kind and that name. */
  const urns = (resources: readonly Recorded[], cluster: string) =>
    new Map(
      resources
        .filter((one) => one.cluster === cluster)
        .map(({ type, inputs, urn }) => {
          const { namespace, name } = (inputs["metadata"] ?? inputs) as Record<string, string>;
          return [`${type} ${namespace ?? ""}/${name ?? ""}`, urn] as const;
        }),
    );

  const [east = ["east"]] = twoNetworks;
  const [eastOnOne = ["east"]] = oneNetwork;
  const roles: readonly [
    what: string,
    asPrimary: readonly Place[],
    asRemote: readonly Place[],
    kept: number,
  ][] = [
    ["on its primary's network", [eastOnOne, ["edge", "net"]], remoteOnOneNetwork, 9],
    ["on a network of its own", [east, ["edge", "net-edge"]], remoteOnTwoNetworks, 9 + 7],
    ["beside another primary", [...twoNetworks, ["edge", "net-edge"]], remoteOfOneOfTwo, 9 + 7],
  ];
  for (const [what, asPrimary, asRemote, kept] of roles) {
    it(`keeps every object that both roles have, in every cluster: ${what}`, async () => {
      const before = await recordMesh(asPrimary);
      const after = await recordMesh(asRemote);
      for (const [cluster] of asPrimary) {
        const old = urns(before.resources, cluster);
        const now = urns(after.resources, cluster);
        const both = [...now.keys()].filter((one) => old.has(one));
        assert.ok(cluster !== "edge" || both.length === kept, `${cluster} keeps ${both.length}`);
        for (const object of both) {
          assert.equal(now.get(object), old.get(object));
        }
      }
    });
  }

  it("gets and loses exactly what one role has and the other has not", async () => {
    const asPrimary = await recordMesh([...twoNetworks, ["edge", "net-edge"]]);
    const asRemote = await recordMesh(remoteOfOneOfTwo);
    const { added, removed } = changes(asPrimary.resources, asRemote.resources);
    assert.deepEqual(
      added.filter((one) => one.startsWith("edge:")),
      ["edge: admissionregistration.k8s.io/v1:MutatingWebhookConfigurationPatch edge-injection"],
    );
    assert.deepEqual(
      removed.filter((one) => one.startsWith("edge:")),
      [
        "edge: apps/v1:DeploymentPatch edge-istiod-rollout",
        "edge: core/v1:Secret east-into_edge",
        "edge: core/v1:Secret edge-intermediate-ca-cacerts",
        "edge: core/v1:Secret west-into_edge",
        "edge: networking.istio.io/v1beta1:Gateway edge-exposure-cross-network-gateway",
      ],
    );
  });
});

describe("a remote that goes to another primary", function () {
  this.timeout(10_000);

  it("keeps every object, and its former primary those that do not lead to istiod", async () => {
    const moved = remoteOfEach.map(([name, network, other]): Place =>
      name === "edge" ? [name, network, { primary: "west" }] : [name, network, other],
    );
    const before = await recordMesh(remoteOfEach);
    const after = await recordMesh(moved);
    assert.deepEqual(inCluster(after.resources, "edge"), inCluster(before.resources, "edge"));
    const { added, removed } = changes(before.resources, after.resources);
    assert.deepEqual(added, []);
    assert.deepEqual(removed, on("east", istiodExposure("east")));
  });
});
