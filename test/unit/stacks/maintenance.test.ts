import assert from "node:assert/strict";
import { inMaintenance, maintenanceWarnings } from "../../../stacks/maintenance";
import { validate } from "../../../stacks/validate";
import { type Place, rawConfig } from "../../support/meshes";
import { problems } from "../../support/problems";

const away = { maintenance: true };
/** East is in maintenance; it serves edge. */
const places: readonly Place[] = [
  ["west", "net-west"],
  ["east", "net-east", away],
  ["edge", "net-edge", { primary: "east" }],
];
const remoteAway: readonly Place[] = [
  ["east", "net"],
  ["edge", "net", { primary: "east", ...away }],
];
const rotation = { to: { name: "next" }, phase: "trustBoth" };

describe("maintenance of a cluster", () => {
  const at = "istio-mesh:clusters[1].maintenance";
  const cases: readonly [
    rule: string,
    places: readonly Place[],
    certificates: object,
    expected: readonly string[],
  ][] = [
    ["may be of a primary", places, {}, []],
    ["may be of a remote", remoteAway, {}, []],
    ["may be of a remote where somebody else issues", remoteAway, { issuer: "external" }, []],
    [
      "may not be of a primary where somebody else issues, for only it could tell what",
      places,
      { issuer: "external" },
      [
        `${at}: true, and istio-mesh:certificates.issuer is external: what its istiod signs with, and whom its workloads trust, only the cluster itself could tell; expected false`,
      ],
    ],
    [
      "may not be in a rotation, for it cannot be seen to trust the next root",
      places,
      { rotation },
      [
        `${at}: true, and istio-mesh:certificates.rotation is given: a cluster that is not asked cannot be seen to trust the next root; go on with the rotation when "east" is back, or take it out if no cluster has begun it`,
      ],
    ],
    [
      "may not be of a remote in a rotation either",
      remoteAway,
      { rotation },
      [
        `${at}: true, and istio-mesh:certificates.rotation is given: a cluster that is not asked cannot be seen to trust the next root; go on with the rotation when "edge" is back, or take it out if no cluster has begun it`,
      ],
    ],
    [
      "may not be while roots are abandoned, for it cannot be seen to do without them",
      places,
      { abandon: ["old"] },
      [
        `${at}: true, and istio-mesh:certificates.abandon is given: a cluster that is not asked cannot be seen to do without these roots; take it out until "east" is back`,
      ],
    ],
    [
      "may not be of all clusters",
      places.map(([name, network, more]) => [name, network, { ...more, ...away }]),
      { rotation },
      [
        "istio-mesh:clusters: all are in maintenance, which leaves nobody to converge; take maintenance out of one that can be reached",
      ],
    ],
  ];
  for (const [rule, clusters, certificates, expected] of cases) {
    it(rule, () => assert.deepEqual(problems(rawConfig(clusters, { certificates })), expected));
  }

  it("is a problem at the path of each cluster that is in it", () => {
    const west: Place = ["west", "net-west", away];
    const clusters = [west, ...places.slice(1)];
    const found = problems(rawConfig(clusters, { certificates: { rotation } }));
    assert.equal(found.length, 2);
    assert.match(found.join("\n"), /^istio-mesh:clusters\[0\]\.maintenance: .*"west"/m);
    assert.match(found.join("\n"), /^istio-mesh:clusters\[1\]\.maintenance: .*"east"/m);
  });

  it("is true or false, and false unless the config says otherwise", () => {
    assert.deepEqual(problems(rawConfig([["east", "net", { maintenance: "yes" }]])), [
      'istio-mesh:clusters[0].maintenance: expected boolean, got "yes"',
    ]);
    const { config } = validate(rawConfig(places), "istio-mesh:");
    assert.deepEqual(
      config?.clusters.map((one) => one.maintenance),
      [false, true, false],
    );
  });

  it("is warned of once for each cluster that is in it, and of no other", () => {
    const { clusters } = validate(rawConfig(places), "istio-mesh:");
    assert.deepEqual(
      inMaintenance(clusters).map(({ cluster }) => cluster.name),
      ["east"],
    );
    assert.deepEqual(maintenanceWarnings(clusters), [
      {
        path: at,
        message: `true, so nothing was asked of "east": its roots and certificates count as planned, unseen, and what would change there waits; take maintenance out when it can be reached again, and run up`,
      },
    ]);
  });
});
