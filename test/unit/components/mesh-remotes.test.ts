import assert from "node:assert/strict";
import { deactivatedWebhooks } from "../../../components/specs/revision-tag";
import {
  besidePrimary,
  besideRemote,
  gateway,
  istiodExposure,
  ofMesh,
  primary,
  remote,
  servicesExposure,
  watching,
} from "../../support/expected-objects";
import { inCluster, recordMesh, remoteOfEach } from "../../support/mesh-recording";
import {
  type Place,
  remoteOfOneOfTwo,
  remoteOnOneNetwork,
  remoteOnTwoNetworks,
} from "../../support/meshes";

interface Expected {
  readonly places: readonly Place[];
  /** What each cluster gets. */
  readonly clusters: Readonly<Record<string, readonly string[]>>;
}

const meshes: Readonly<Record<string, Expected>> = {
  "a primary and its remote on one network": {
    places: remoteOnOneNetwork,
    clusters: {
      east: [
        ...primary("east"),
        ...gateway("east"),
        ...istiodExposure("east"),
        ...watching("east", "edge"),
      ],
      edge: remote("edge"),
    },
  },
  "a primary and its remote on two networks": {
    places: remoteOnTwoNetworks,
    clusters: {
      east: [
        ...primary("east"),
        ...gateway("east"),
        ...servicesExposure("east"),
        ...istiodExposure("east"),
        ...watching("east", "edge"),
      ],
      edge: [...remote("edge"), ...gateway("edge")],
    },
  },
  "two primaries and a remote of one of them on three networks": {
    places: remoteOfOneOfTwo,
    clusters: {
      east: [
        ...primary("east"),
        ...gateway("east"),
        ...servicesExposure("east"),
        ...istiodExposure("east"),
        ...watching("east", "edge", "west"),
      ],
      edge: [...remote("edge"), ...gateway("edge")],
      west: [
        ...primary("west"),
        ...gateway("west"),
        ...servicesExposure("west"),
        ...watching("west", "east", "edge"),
      ],
    },
  },
  "two primaries with a remote each": {
    places: remoteOfEach,
    clusters: {
      east: [
        ...primary("east"),
        ...gateway("east"),
        ...servicesExposure("east"),
        ...istiodExposure("east"),
        ...watching("east", "edge", "west", "wing"),
      ],
      edge: [...remote("edge"), ...gateway("edge")],
      west: [
        ...primary("west"),
        ...gateway("west"),
        ...servicesExposure("west"),
        ...istiodExposure("west"),
        ...watching("west", "east", "edge", "wing"),
      ],
      wing: [...remote("wing"), ...gateway("wing")],
    },
  },
};

for (const [what, { places, clusters }] of Object.entries(meshes)) {
  describe(`a mesh of ${what}`, function () {
    this.timeout(10_000);

    for (const preview of [false, true]) {
      it(`puts exactly these objects into each cluster${preview ? ", in a preview too" : ""}`, async () => {
        const { resources } = await recordMesh(places, { preview });
        for (const [name, objects] of Object.entries(clusters)) {
          assert.deepEqual(inCluster(resources, name), [...objects].sort());
        }
      });
    }

    it("makes exactly these things outside of clusters", async () => {
      const { resources } = await recordMesh(places);
      const objects = Object.values(clusters).flat();
      const named = (pattern: RegExp, prefix: string) =>
        objects.flatMap((one) => {
          const found = pattern.exec(one)?.[1];
          return found === undefined ? [] : [`${prefix} ${found}`];
        });
      assert.deepEqual(
        inCluster(resources, undefined),
        [
          ...ofMesh,
          ...places.flatMap(([name, , other]) =>
            other?.["primary"] === undefined ? besidePrimary(name) : besideRemote(name),
          ),
          ...named(/Secret (.*-into_.*)/, "RemoteSecret"),
          ...named(/Service (.*)-service/, "EastWestGateway"),
        ].sort(),
      );
    });
  });
}

describe("a remote's namespace", function () {
  this.timeout(10_000);

  it("says whose istiod may write to it, and a primary's says nothing", async () => {
    const { find } = await recordMesh(remoteOfEach);
    const annotationsOf = (name: string) => {
      const { inputs, cluster } = find("kubernetes:core/v1:Namespace", `${name}-istio-system`);
      assert.equal(cluster, name);
      return (inputs["metadata"] as { annotations: Record<string, string> }).annotations;
    };
    const ours = { "pulumi.com/patchForce": "true" };
    const key = "topology.istio.io/controlPlaneClusters";
    assert.deepEqual(annotationsOf("east"), ours);
    assert.deepEqual(annotationsOf("west"), ours);
    assert.deepEqual(annotationsOf("edge"), { ...ours, [key]: "east" });
    assert.deepEqual(annotationsOf("wing"), { ...ours, [key]: "west" });
  });
});

describe("a revision tag", function () {
  this.timeout(10_000);

  it("claims its webhooks on remotes alone; on primaries they are the operator's", async () => {
    const { resources } = await recordMesh(remoteOfEach);
    const tags = resources.filter(({ inputs }) => {
      const { name } = (inputs["metadata"] ?? {}) as { name?: string };
      return name === "istio-revision-tag-default";
    });
    assert.deepEqual(tags.map(({ cluster, inputs }) => [cluster, inputs["webhooks"]]).sort(), [
      ["east", undefined],
      ["edge", deactivatedWebhooks],
      ["west", undefined],
      ["wing", deactivatedWebhooks],
    ]);
  });
});

describe("a primary's gateway", function () {
  this.timeout(10_000);

  const portsOf = async (places: readonly Place[], cluster: string) => {
    const { find } = await recordMesh(places);
    const service = find("kubernetes:core/v1:Service", `${cluster}-gateway-service`);
    assert.equal(service.cluster, cluster);
    const { ports } = service.inputs["spec"] as { ports: { name: string; port: number }[] };
    return ports.map(({ name, port }) => `${name} ${port}`);
  };
  const istiod = ["tls-istiod 15012", "tls-webhook 15017", "tls-webhook-443 443"];

  it("opens istiod's ports where it serves a remote, and there alone", async () => {
    const services = ["status-port 15021", "tls 15443"];
    assert.deepEqual(await portsOf(remoteOfOneOfTwo, "east"), [...services, ...istiod]);
    assert.deepEqual(await portsOf(remoteOfOneOfTwo, "edge"), services);
    assert.deepEqual(await portsOf(remoteOfOneOfTwo, "west"), services);
  });

  it("opens nothing else on a single network", async () => {
    assert.deepEqual(await portsOf(remoteOnOneNetwork, "east"), ["status-port 15021", ...istiod]);
  });
});
