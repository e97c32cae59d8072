import assert from "node:assert/strict";
import { planMesh } from "../../../stacks/mesh-plan";
import { selfSigned } from "../../support/certificates";
import { base64, type Place, stackConfig } from "../../support/meshes";

const server = "https://edge.example:6443";
const pairServer = "https://10.0.0.7:6443";

describe("where a primary finds the API server of a cluster that it watches", () => {
  let ca = "";
  let pairCa = "";
  before(async () => {
    const certificates = await Promise.all([selfSigned("edge"), selfSigned("pair")]);
    [ca = "", pairCa = ""] = certificates.map(({ cert }) => base64(cert));
  });

  /** What east and west are told of edge, a remote of east. */
  const watches = (apiServer: object | undefined) => {
    const places: Place[] = [
      ["east", "net"],
      ["west", "net"],
      ["edge", "net", { primary: "east", ...(apiServer === undefined ? {} : { apiServer }) }],
    ];
    return planMesh(stackConfig(places)).primaries.map((one) =>
      one.watches.find(({ cluster }) => cluster === "edge"),
    );
  };
  const nothing = { server: undefined, caData: undefined };

  const rows: readonly [
    rule: string,
    apiServer: () => object | undefined,
    expected: () => readonly [east: object, west: object],
  ][] = [
    ["is not said where the config says nothing", () => undefined, () => [nothing, nothing]],
    ["is not said by an empty object", () => ({}), () => [nothing, nothing]],
    [
      "is what the cluster says, for all primaries",
      () => ({ server, caData: ca }),
      () => [
        { server, caData: ca },
        { server, caData: ca },
      ],
    ],
    [
      "is what the cluster says for that primary, for no other",
      () => ({ peers: { west: { server: pairServer, caData: pairCa } } }),
      () => [nothing, { server: pairServer, caData: pairCa }],
    ],
    [
      "is what is said for that primary before what is said for all",
      () => ({ server, caData: ca, peers: { west: { server: pairServer, caData: pairCa } } }),
      () => [
        { server, caData: ca },
        { server: pairServer, caData: pairCa },
      ],
    ],
    [
      "has the authority of all where only the server is said for that primary",
      () => ({ server, caData: ca, peers: { west: { server: pairServer } } }),
      () => [
        { server, caData: ca },
        { server: pairServer, caData: ca },
      ],
    ],
    [
      "has the server of all where only the authority is said for that primary",
      () => ({ server, caData: ca, peers: { west: { caData: pairCa } } }),
      () => [
        { server, caData: ca },
        { server, caData: pairCa },
      ],
    ],
    [
      "has a server from here and an authority from there",
      () => ({ caData: ca, peers: { east: { server: pairServer } } }),
      () => [
        { server: pairServer, caData: ca },
        { server: undefined, caData: ca },
      ],
    ],
  ];
  for (const [rule, apiServer, expected] of rows) {
    it(rule, () => {
      const [east, west] = expected();
      assert.deepEqual(watches(apiServer()), [
        { cluster: "edge", serves: true, ...east },
        { cluster: "edge", serves: false, ...west },
      ]);
    });
  }

  it("is what that cluster says, not what the primary says of itself", () => {
    const places: Place[] = [
      ["east", "net", { apiServer: { server } }],
      ["west", "net"],
    ];
    assert.deepEqual(
      planMesh(stackConfig(places)).primaries.map(({ watches: found }) => found),
      [
        [{ cluster: "west", serves: false, ...nothing }],
        [{ cluster: "east", serves: false, server, caData: undefined }],
      ],
    );
  });
});
