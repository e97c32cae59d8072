import assert from "node:assert/strict";
import {
  besidePrimary,
  gateway,
  ofMesh,
  primary,
  servicesExposure,
  watching,
} from "../../support/expected-objects";
import { changes, inCluster, listed, recordMesh } from "../../support/mesh-recording";
import {
  oneCluster,
  oneNetwork,
  remoteOfOneOfTwo,
  threeOnTwoNetworks,
  twoNetworks,
} from "../../support/meshes";

describe("a mesh of two clusters on two networks", function () {
  this.timeout(10_000);

  it("puts exactly these objects into each cluster, and the secret of each into the other", async () => {
    const { resources } = await recordMesh(twoNetworks);
    for (const [name, other] of [
      ["east", "west"],
      ["west", "east"],
    ] as const) {
      assert.deepEqual(
        inCluster(resources, name),
        [
          ...primary(name),
          ...gateway(name),
          ...servicesExposure(name),
          ...watching(name, other),
        ].sort(),
      );
    }
  });

  it("makes exactly these things outside of clusters", async () => {
    const { resources } = await recordMesh(twoNetworks);
    assert.deepEqual(
      inCluster(resources, undefined),
      [
        ...ofMesh,
        ...besidePrimary("east"),
        ...besidePrimary("west"),
        "EastWestGateway east-gateway",
        "EastWestGateway west-gateway",
        "RemoteSecret east-into_west",
        "RemoteSecret west-into_east",
      ].sort(),
    );
  });
});

describe("a mesh", function () {
  this.timeout(10_000);

  it("on one network has no gateway, and remote secrets all the same", async () => {
    const { resources } = await recordMesh(oneNetwork);
    assert.deepEqual(
      inCluster(resources, "east"),
      [...primary("east"), ...watching("east", "west")].sort(),
    );
    assert.ok(!resources.some(({ type }) => type.endsWith(":EastWestGateway")));
  });

  it("of one cluster has neither a gateway nor a remote secret", async () => {
    const { resources } = await recordMesh(oneCluster);
    assert.deepEqual(inCluster(resources, "east"), primary("east").sort());
    assert.ok(!resources.some(({ type }) => /EastWestGateway|RemoteSecret/.test(type)));
  });

  for (const [what, places, count] of [
    ["of primaries", threeOnTwoNetworks, 3 * (11 + 7 + 1 + 2)],
    ["with a remote", remoteOfOneOfTwo, 2 * (11 + 7 + 1 + 2) + 2 + (10 + 7)],
  ] as const) {
    it(`${what} gives every object a cluster's provider, and that of the cluster in its name`, async () => {
      const { resources } = await recordMesh(places);
      const objects = resources.filter(({ type }) => type.startsWith("kubernetes:"));
      assert.equal(objects.length, count);
      for (const { name, cluster } of objects) {
        const owner = name.split("-into_")[1] ?? name.split("-")[0];
        assert.equal(cluster, owner, name);
      }
    });

    it(`${what} names every child after its parent or its cluster`, async () => {
      const { resources } = await recordMesh(places);
      for (const { name, parent } of resources) {
        const roots = [parent ?? "payments", ...places.map(([cluster]) => cluster)];
        const fits = roots.some((root) => name === root || name.startsWith(`${root}-`));
        assert.ok(fits, `${name} below ${parent ?? "nothing"}`);
      }
    });

    it(`${what} is the same in whatever order its clusters are listed`, async () => {
      const { resources } = await recordMesh(places);
      const reversed = await recordMesh([...places].reverse());
      assert.deepEqual(changes(resources, reversed.resources), {
        added: [],
        removed: [],
        changed: [],
      });
    });

    it(`${what} is in a preview what it will be, without what only clusters know`, async () => {
      const up = await recordMesh(places);
      const preview = await recordMesh(places, { preview: true });
      for (const cluster of [...places.map(([name]) => name), undefined]) {
        assert.deepEqual(inCluster(preview.resources, cluster), inCluster(up.resources, cluster));
      }
    });
  }

  it("has one thing without a parent: itself", async () => {
    const { resources } = await recordMesh(remoteOfOneOfTwo);
    assert.deepEqual(listed(resources.filter(({ parent }) => parent === undefined)), [
      "Mesh payments",
    ]);
  });
});
