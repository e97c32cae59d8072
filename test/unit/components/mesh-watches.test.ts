import assert from "node:assert/strict";
import { parse } from "yaml";
import { canaries, certPem, readerCaData } from "../../support/answers";
import { recordMesh, remoteOfEach } from "../../support/mesh-recording";
import {
  base64,
  oneNetwork,
  type Place,
  remoteOfOneOfTwo,
  remoteOnOneNetwork,
  threeOnTwoNetworks,
} from "../../support/meshes";
import { unwrap } from "../../support/secrets";

const secretType = "kubernetes:core/v1:Secret";

/** Every remote secret: its resource, its cluster, its name there, and what it says that it is of. */
async function remoteSecrets(places: readonly Place[]) {
  const { resources } = await recordMesh(places);
  return resources
    .flatMap(({ type, name, cluster, inputs }) => {
      const metadata = inputs["metadata"] as {
        name: string;
        labels?: Record<string, string>;
        annotations: Record<string, string>;
      };
      if (type !== secretType || metadata.labels?.["istio/multiCluster"] !== "true") {
        return [];
      }
      const of = metadata.annotations["networking.istio.io/cluster"];
      return [`${name}: ${metadata.name} of ${of ?? "none"} in ${cluster ?? "none"}`];
    })
    .sort();
}

const secret = (watched: string, by: string) =>
  `${watched}-into_${by}: istio-remote-secret-${watched} of ${watched} in ${by}`;

describe("the remote secrets of a mesh", function () {
  this.timeout(10_000);

  const meshes: readonly [what: string, places: readonly Place[], expected: readonly string[]][] = [
    [
      "two primaries watch each other",
      oneNetwork,
      [secret("east", "west"), secret("west", "east")],
    ],
    [
      "three primaries watch the two others each",
      threeOnTwoNetworks,
      [
        secret("east", "north"),
        secret("east", "south"),
        secret("north", "east"),
        secret("north", "south"),
        secret("south", "east"),
        secret("south", "north"),
      ],
    ],
    ["a primary watches its remote", remoteOnOneNetwork, [secret("edge", "east")]],
    [
      "a primary watches the remote of another, too",
      remoteOfOneOfTwo,
      [
        secret("east", "west"),
        secret("edge", "east"),
        secret("edge", "west"),
        secret("west", "east"),
      ],
    ],
    [
      "no remote watches anything",
      remoteOfEach,
      [
        secret("east", "west"),
        secret("edge", "east"),
        secret("edge", "west"),
        secret("west", "east"),
        secret("wing", "east"),
        secret("wing", "west"),
      ],
    ],
  ];
  for (const [what, places, expected] of meshes) {
    it(`are as many as there are watches: ${what}`, async () => {
      assert.deepEqual(await remoteSecrets(places), expected);
    });
  }
});

describe("the address in a remote secret", function () {
  this.timeout(10_000);

  /** The server and the authority by which a cluster's istiod knows another. */
  const seen = async (places: readonly Place[], watched: string, by: string) => {
    const { find } = await recordMesh(places);
    const { cluster, inputs } = find(secretType, `${watched}-into_${by}`);
    assert.equal(cluster, by);
    const data = unwrap(inputs["data"]) as Record<string, string>;
    const text = Buffer.from(data[watched] ?? "", "base64").toString("utf8");
    const { clusters, users } = parse(text) as Record<"clusters" | "users", unknown[]>;
    assert.deepEqual(users, [{ name: watched, user: { token: canaries.token } }]);
    return clusters;
  };
  const entry = (name: string, server: string, caData: string) => [
    { name, cluster: { "certificate-authority-data": caData, server } },
  ];

  /** Both the remote edge and the primary west are reached by other addresses than their administrator's. */
  async function overridden() {
    const forAll = base64(await certPem("authority for all"));
    const forOne = base64(await certPem("authority for one"));
    const places: readonly Place[] = [
      ["east", "net-east"],
      [
        "edge",
        "net-edge",
        {
          primary: "east",
          apiServer: {
            server: "https://10.0.0.1:6443",
            caData: forAll,
            peers: { west: { server: "https://10.0.0.2:6443", caData: forOne } },
          },
        },
      ],
      ["west", "net-west", { apiServer: { peers: { east: { server: "https://10.0.0.3:6443" } } } }],
    ];
    return { places, forAll, forOne };
  }

  it("is the administrator's, and the authority the cluster's own, where the config says nothing", async () => {
    const { places } = await overridden();
    assert.deepEqual(
      await seen(places, "east", "west"),
      entry("east", "https://east.example:6443", readerCaData),
    );
  });

  it("is the cluster's where the config has one for all", async () => {
    const { places, forAll } = await overridden();
    assert.deepEqual(
      await seen(places, "edge", "east"),
      entry("edge", "https://10.0.0.1:6443", forAll),
    );
  });

  it("is the pair's where the config has one for it", async () => {
    const { places, forOne } = await overridden();
    assert.deepEqual(
      await seen(places, "edge", "west"),
      entry("edge", "https://10.0.0.2:6443", forOne),
    );
    assert.deepEqual(
      await seen(places, "west", "east"),
      entry("west", "https://10.0.0.3:6443", readerCaData),
    );
  });

  it("changes nothing about how the administrator reaches the cluster", async () => {
    const { places } = await overridden();
    const { find } = await recordMesh(places);
    const plain = await recordMesh(remoteOfOneOfTwo);
    for (const name of ["east", "edge", "west"]) {
      const type = "pulumi:providers:kubernetes";
      assert.deepEqual(find(type, name).inputs, plain.find(type, name).inputs);
    }
  });
});
