import { oneNetwork } from "../../support/meshes";
import { rulesOfPlaces } from "../../support/problems";

const remoteOf = (primary: string) => ({ primary });
const peers = (...names: readonly string[]) => ({
  apiServer: { peers: Object.fromEntries(names.map((name) => [name, { server: "https://x" }])) },
});
const noGateway = { eastWestGateway: false };

describe("a peer that gets an API server's address of its own", () => {
  rulesOfPlaces([
    [
      "is a primary",
      [
        ["east", "net"],
        ["edge", "net", { ...remoteOf("east"), ...peers("east") }],
      ],
      [],
    ],
    [
      "may be a primary of other remotes",
      [...oneNetwork, ["edge", "net", { ...remoteOf("east"), ...peers("west", "east") }]],
      [],
    ],
    [
      "is one that there is",
      [
        ["east", "net", peers("north", "west")],
        ["west", "net"],
      ],
      ["clusters[0].apiServer.peers.north: unknown cluster, expected west"],
    ],
    [
      "is there at all",
      [["east", undefined, peers("north")]],
      ["clusters[0].apiServer.peers.north: unknown cluster, expected none, there is no other"],
    ],
    [
      "is another cluster",
      [
        ["east", "net", peers("east")],
        ["west", "net"],
      ],
      [
        "clusters[0].apiServer.peers.east: is the cluster itself, which needs no address of its own API server",
      ],
    ],
    [
      "is no remote, each one of them",
      [
        ["east", "net", peers("edge", "far", "nowhere")],
        ["edge", "net", remoteOf("east")],
        ["far", "net", remoteOf("east")],
      ],
      [
        "clusters[0].apiServer.peers.edge: is a remote, which watches no other cluster; leave it out",
        "clusters[0].apiServer.peers.far: is a remote, which watches no other cluster; leave it out",
        "clusters[0].apiServer.peers.nowhere: unknown cluster, expected one of edge, far",
      ],
    ],
  ]);
});

describe("a cluster without an east-west gateway", () => {
  const needed = (network: string, others: string) =>
    `false, but then no cluster of network "${network}" has one for the traffic of other networks; leave it out of ${others}`;
  rulesOfPlaces([
    [
      "is fine on one network",
      [
        ["east", "net", noGateway],
        ["west", "net", noGateway],
      ],
      [],
    ],
    [
      "is fine where it names itself as its primary, and serves nobody else",
      [
        ["east", "net", { ...remoteOf("east"), ...noGateway }],
        ["west", "net"],
      ],
      [],
    ],
    [
      "is fine where a neighbour has one",
      [
        ["east", "net-east", noGateway],
        ["annex", "net-east"],
        ["west", "net-west"],
      ],
      [],
    ],
    [
      "is fine where a neighbour has one that is served by another primary",
      [
        ["east", "net-east"],
        ["west", "net-west"],
        ["annex", "net-west", remoteOf("east")],
        ["far", "net-west", { ...remoteOf("west"), ...noGateway }],
      ],
      [],
    ],
    [
      "is not fine where it is alone on its network",
      [
        ["east", "net-east", noGateway],
        ["west", "net-west"],
      ],
      [`clusters[0].eastWestGateway: ${needed("net-east", "east")}`],
    ],
    [
      "is not fine where no neighbour has one either, which each of them says",
      [
        ["east", "net-east", noGateway],
        ["west", "net-west"],
        ["annex", "net-east", noGateway],
      ],
      [
        `clusters[0].eastWestGateway: ${needed("net-east", "one of east, annex")}`,
        `clusters[2].eastWestGateway: ${needed("net-east", "one of east, annex")}`,
      ],
    ],
    [
      "is not fine as a primary of remotes, even on one network",
      [
        ["east", "net", noGateway],
        ["edge", "net", remoteOf("east")],
        ["far", "net", remoteOf("east")],
      ],
      [
        "clusters[0].eastWestGateway: false, but edge, far reach its istiod through the gateway; leave it out",
      ],
    ],
    [
      "is not judged while another cluster is malformed, which may be on the same network",
      [
        ["east", "net-east", noGateway],
        ["west", "net-west"],
        ["Annex", "net-east"],
      ],
      [
        'clusters[2].name: expected a DNS label (at most 63 of a-z, 0-9 and -, with no - at the ends), got "Annex"',
      ],
    ],
  ]);
});
