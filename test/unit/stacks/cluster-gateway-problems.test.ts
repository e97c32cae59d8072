import assert from "node:assert/strict";
import { oneCluster, rawConfig } from "../../support/meshes";
import { problems } from "../../support/problems";

describe("the tuning of a cluster's gateway", () => {
  const at = "istio-mesh:clusters[0].eastWestGateway";
  const found = (own: unknown, eastWestGateway: object = {}) => {
    const clusters = [
      { name: "east", network: "net-east", kubeconfig: { path: "k" }, eastWestGateway: own },
      { name: "west", network: "net-west", kubeconfig: { path: "k" } },
    ];
    return problems(rawConfig(oneCluster, { clusters, eastWestGateway }));
  };
  const missing = (least: number) =>
    `resources.requests.cpu: missing, by it the autoscaler measures how busy pods are; give it, or maxReplicas: ${least}`;
  const memoryOnly = { requests: { memory: "1Gi" } };

  const rows: readonly [rule: string, own: object, mesh: object, ...expected: string[]][] = [
    [
      "may be all that the mesh's may be",
      {
        sourceRanges: ["10.0.0.0/8"],
        serviceAnnotations: { scheme: "internal" },
        maxReplicas: 3,
        targetCpuUtilization: 60,
        resources: { limits: { cpu: 2 } },
        nodeSelector: { disk: "fast" },
        tolerations: [{ operator: "Exists" }],
        disruptionBudget: false,
      },
      {},
    ],
    ["may exceed the mesh's largest number with its own", { minReplicas: 6, maxReplicas: 8 }, {}],
    [
      "has no more pods at least than the default at most",
      { minReplicas: 6 },
      {},
      `${at}.minReplicas: 6 is more than maxReplicas, which is 5`,
    ],
    [
      "has no more pods at least than the mesh's at most",
      { minReplicas: 5 },
      { maxReplicas: 4 },
      `${at}.minReplicas: 5 is more than maxReplicas, which is 4`,
    ],
    [
      "has no fewer pods at most than the mesh's at least",
      { maxReplicas: 1 },
      { minReplicas: 2 },
      `${at}.maxReplicas: 1 is less than minReplicas, which is 2`,
    ],
    [
      "has no fewer pods at most than at least",
      { minReplicas: 3, maxReplicas: 2 },
      {},
      `${at}.minReplicas: 3 is more than maxReplicas, which is 2`,
    ],
    [
      "has a measure for the mesh's numbers",
      { resources: memoryOnly },
      { minReplicas: 2 },
      `${at}.${missing(2)}`,
    ],
    ["needs none for numbers that are the same", { resources: memoryOnly, maxReplicas: 1 }, {}],
    [
      "has a measure beside the mesh's resources",
      { maxReplicas: 3 },
      { resources: memoryOnly, minReplicas: 2, maxReplicas: 2 },
      `${at}.${missing(2)}`,
    ],
    [
      "does not repeat what is wrong with the mesh's",
      { nodeSelector: { zone: "a" } },
      { minReplicas: 6 },
      "istio-mesh:eastWestGateway.minReplicas: 6 is more than maxReplicas, which is 5",
    ],
    [
      "is judged by what it makes of the mesh's, which is wrong as well",
      { minReplicas: 7 },
      { minReplicas: 6 },
      "istio-mesh:eastWestGateway.minReplicas: 6 is more than maxReplicas, which is 5",
      `${at}.minReplicas: 7 is more than maxReplicas, which is 5`,
    ],
    [
      "is not compared with a mesh's that is malformed",
      { minReplicas: 7 },
      { maxReplicas: "5" },
      'istio-mesh:eastWestGateway.maxReplicas: expected number, got "5"',
    ],
    [
      "has the known keys only",
      { enabled: false },
      {},
      `${at}.enabled: unknown key, expected one of sourceRanges, serviceAnnotations, minReplicas, maxReplicas, targetCpuUtilization, resources, nodeSelector, tolerations, topologySpreadConstraints, disruptionBudget`,
    ],
    [
      "says of every value that is wrong what is allowed",
      {
        minReplicas: 0,
        maxReplicas: "2",
        sourceRanges: ["anywhere"],
        serviceAnnotations: { internal: true },
        resources: { limits: { gpu: 1 } },
      },
      {},
      `${at}.sourceRanges[0]: expected an address range such as 10.0.0.0/8, got "anywhere"`,
      `${at}.serviceAnnotations.internal: expected a text, in quotes, got true`,
      `${at}.minReplicas: expected number to be >=1, got 0`,
      `${at}.maxReplicas: expected number, got "2"`,
      `${at}.resources.limits.gpu: unknown key, expected one of cpu, memory`,
    ],
  ];
  for (const [rule, own, mesh, ...expected] of rows) {
    it(rule, () => assert.deepEqual(found(own, mesh), expected));
  }

  it("names the place of a cluster that is not the first", () => {
    const clusters = ["net-east", "net-west"].map((network, index) => ({
      name: network,
      network,
      kubeconfig: { path: "k" },
      ...(index === 1 ? { eastWestGateway: { minReplicas: 6 } } : {}),
    }));
    assert.deepEqual(problems(rawConfig(oneCluster, { clusters })), [
      "istio-mesh:clusters[1].eastWestGateway.minReplicas: 6 is more than maxReplicas, which is 5",
    ]);
  });
});
