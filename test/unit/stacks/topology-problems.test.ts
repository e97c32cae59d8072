import { remoteOfOneOfTwo, remoteOnOneNetwork } from "../../support/meshes";
import { rulesOfPlaces } from "../../support/problems";

const remoteOf = (primary: string) => ({ primary });

describe("the network of a cluster", () => {
  const missing =
    "missing, a mesh of several clusters needs to know which pods reach each other directly; clusters that share a network give the same name";
  rulesOfPlaces([
    ["may be left out by the only one", [["east"]], []],
    [
      "is named by each of several, remotes included",
      [["east"], ["west", "net"], ["edge", undefined, remoteOf("east")]],
      [`clusters[0].network: ${missing}`, `clusters[2].network: ${missing}`],
    ],
  ]);
});

describe("the primary of a cluster", () => {
  rulesOfPlaces([
    ["may be another primary", remoteOfOneOfTwo, []],
    ["may be the cluster itself", [["east", undefined, remoteOf("east")]], []],
    [
      "may name itself beside being another's",
      [
        ["east", "net", remoteOf("east")],
        ["edge", "net", remoteOf("east")],
      ],
      [],
    ],
    ["may stand after its remote", [...remoteOnOneNetwork].reverse(), []],
    [
      "is one that there is",
      [
        ["east", "net"],
        ["edge", "net", remoteOf("est")],
      ],
      ['clusters[1].primary: unknown cluster "est", expected one of east, edge'],
    ],
    [
      "is one that there is, of which a mesh of one has only itself",
      [["edge", undefined, remoteOf("est")]],
      ['clusters[0].primary: unknown cluster "est", expected edge'],
    ],
    [
      "is no remote itself",
      [...remoteOfOneOfTwo, ["far", "net-far", remoteOf("edge")]],
      ['clusters[3].primary: "edge" is a remote itself, expected one of east, west'],
    ],
    [
      "is no remote of the cluster that it serves",
      [
        ["a", "net", remoteOf("b")],
        ["b", "net", remoteOf("a")],
      ],
      [
        'clusters[0].primary: "b" is a remote itself, leave primary out where an istiod is to run',
        'clusters[1].primary: "a" is a remote itself, leave primary out where an istiod is to run',
      ],
    ],
    [
      "leads in no circle of three",
      [
        ["a", "net", remoteOf("b")],
        ["b", "net", remoteOf("c")],
        ["c", "net", remoteOf("a")],
        ["d", "net"],
      ],
      [
        'clusters[0].primary: "b" is a remote itself, expected d',
        'clusters[1].primary: "c" is a remote itself, expected d',
        'clusters[2].primary: "a" is a remote itself, expected d',
      ],
    ],
    [
      "is no remote of one that there is not",
      [
        ["a", "net", remoteOf("b")],
        ["b", "net", remoteOf("nowhere")],
      ],
      [
        'clusters[0].primary: "b" is a remote itself, leave primary out where an istiod is to run',
        'clusters[1].primary: unknown cluster "nowhere", expected one of a, b',
      ],
    ],
  ]);
});

describe("the address of a control plane", () => {
  const resolved = { controlPlaneAddress: "resolved" };
  rulesOfPlaces([
    [
      "is given at a primary",
      [
        ["east", "net", resolved],
        ["edge", "net", remoteOf("east")],
      ],
      [],
    ],
    ["may be given where nobody is served yet", [["east", undefined, resolved]], []],
    [
      "may be given where the primary names itself",
      [["east", undefined, { ...remoteOf("east"), ...resolved }]],
      [],
    ],
    [
      "is not given at a remote",
      [
        ["east", "net"],
        ["edge", "net", { ...remoteOf("east"), ...resolved }],
      ],
      [
        'clusters[1].controlPlaneAddress: stands at a remote, which has no control plane; give it at its primary "east"',
      ],
    ],
  ]);
});
