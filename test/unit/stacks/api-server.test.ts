import assert from "node:assert/strict";
import { apiServerWarnings } from "../../../stacks/api-server";
import { oneCluster, oneNetwork, type Place, stackConfig } from "../../support/meshes";

const reached = { east: "https://10.0.0.1:6443", west: "https://10.0.0.2:6443" };

/** The warnings of a mesh whose kubeconfigs have these servers. */
function warnings(servers: Readonly<Record<string, string>>, places = oneNetwork): string[] {
  const found = apiServerWarnings(
    stackConfig(places),
    new Map(Object.entries(servers)),
    "istio-mesh:",
  );
  return found.map(({ path, message }) => `${path}: ${message}`);
}

const next = (primary: string) =>
  `give the one that ${primary} reaches: server, or peers.${primary}.server`;
const given = (primary: string, address: string, cluster: string) =>
  `${primary} gets "${address}" as the address of ${cluster}'s API server`;
const toItself = (primary: string, address: string, cluster: string) =>
  `${given(primary, address, cluster)}, which leads ${primary} to itself; ${next(primary)}`;
const noHttps = (primary: string, address: string, cluster: string) =>
  `${given(primary, address, cluster)}, which does not begin with https://; ${next(primary)}`;

/** Two primaries, and edge, which east serves, with what its config says of its API server. */
const three = (apiServer: object): readonly Place[] => [
  ["east", "net"],
  ["north", "net"],
  ["edge", "net", { primary: "east", apiServer }],
];
const local = "https://127.0.0.1:6443";
const servers = { east: reached.east, north: "https://10.0.0.3:6443", edge: local };

describe("the API server's address that a primary gets of another cluster", () => {
  it("is fine when it leads to that cluster", () => {
    assert.deepEqual(warnings(reached), []);
  });

  for (const address of [
    "https://127.0.0.1:6443",
    "https://127.8.9.10",
    "https://[::1]:6443",
    "https://[0:0:0:0:0:0:0:1]:6443",
    "https://localhost:6443",
    "https://east.localhost/path",
    "https://LOCALHOST:6443",
    "https://0.0.0.0:6443",
    "https://[::]:6443",
  ]) {
    it(`leads the primary to itself when it is ${address}`, () => {
      assert.deepEqual(warnings({ ...reached, east: address }), [
        `istio-mesh:clusters[0].apiServer: ${toItself("west", address, "east")}`,
      ]);
    });
  }

  for (const address of [
    "https://128.0.0.1:6443",
    "https://127.0.0.1.example.org",
    "https://localhost.example.org",
    "https://notlocalhost",
    "https://[::1:2]:6443",
    "https://[2001:db8::1]:6443",
  ]) {
    it(`does not lead the primary to itself when it is ${address}`, () => {
      assert.deepEqual(warnings({ ...reached, east: address }), []);
    });
  }

  it("has https://, which a config can leave out", () => {
    const places: Place[] = [
      ["east", "net"],
      ["west", "net", { apiServer: { server: "10.0.0.9:6443" } }],
    ];
    assert.deepEqual(warnings(reached, places), [
      `istio-mesh:clusters[1].apiServer: ${noHttps("east", "10.0.0.9:6443", "west")}`,
    ]);
  });

  it("is warned of twice when it has two faults", () => {
    const places: Place[] = [
      ["east", "net"],
      ["west", "net", { apiServer: { server: "localhost:6443" } }],
    ];
    assert.deepEqual(warnings(reached, places), [
      `istio-mesh:clusters[1].apiServer: ${toItself("east", "localhost:6443", "west")}`,
      `istio-mesh:clusters[1].apiServer: ${noHttps("east", "localhost:6443", "west")}`,
    ]);
  });

  it("is warned of once for each primary, of remotes of others as well", () => {
    assert.deepEqual(warnings(servers, three({})), [
      `istio-mesh:clusters[2].apiServer: ${toItself("east", local, "edge")}`,
      `istio-mesh:clusters[2].apiServer: ${toItself("north", local, "edge")}`,
    ]);
  });

  it("is put right for all primaries by the config", () => {
    assert.deepEqual(warnings(servers, three({ server: "https://edge.example.org" })), []);
  });

  it("is put right for one primary only by what the config says of that one", () => {
    const peers = { east: { server: "https://edge.example.org" } };
    assert.deepEqual(warnings(servers, three({ peers })), [
      `istio-mesh:clusters[2].apiServer: ${toItself("north", local, "edge")}`,
    ]);
  });

  it("is not put right by an empty object", () => {
    const peers = { east: {}, north: { server: "https://edge.example.org" } };
    assert.deepEqual(warnings(servers, three({ peers })), [
      `istio-mesh:clusters[2].apiServer: ${toItself("east", local, "edge")}`,
    ]);
  });

  it("is fine whatever it is when the primary is on this machine too", () => {
    assert.deepEqual(warnings({ east: local, west: "https://localhost:6444" }), []);
  });

  it("is fine only for that primary which is on this machine", () => {
    const found = warnings({ east: local, north: "https://10.0.0.3:6443", edge: local }, three({}));
    assert.deepEqual(found, [
      `istio-mesh:clusters[0].apiServer: ${toItself("north", local, "east")}`,
      `istio-mesh:clusters[2].apiServer: ${toItself("north", local, "edge")}`,
    ]);
  });

  it("is not judged while it is unknown", () => {
    assert.deepEqual(warnings({ east: reached.east }), []);
  });

  it("is judged while the primary's own is unknown", () => {
    assert.deepEqual(warnings({ east: local }), [
      `istio-mesh:clusters[0].apiServer: ${toItself("west", local, "east")}`,
    ]);
  });

  it("is nobody's concern in a mesh of one", () => {
    assert.deepEqual(warnings({ east: local }, oneCluster), []);
  });
});
