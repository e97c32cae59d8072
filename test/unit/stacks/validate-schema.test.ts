import assert from "node:assert/strict";
import { validate } from "../../../stacks/validate";
import { rawConfig } from "../../support/meshes";
import { problems, withCluster, withKey, withMesh } from "../../support/problems";

describe("a config's shape", () => {
  it("is fine with a mesh's id and version and one cluster", () => {
    assert.deepEqual(problems(rawConfig()), []);
  });

  it("gets its defaults from the schema", () => {
    const { config } = validate(rawConfig(), "istio-mesh:");
    assert.deepEqual(config, {
      mesh: {
        id: "payments",
        version: "1.22.8",
        hub: "docker.io/istio",
        pullSecrets: [],
        trustDomain: "cluster.local",
        readyTimeoutSeconds: 300,
      },
      clusters: [{ name: "east", kubeconfig: { path: "east.yaml" }, maintenance: false }],
      certificates: {
        issuer: "mesh",
        root: { name: "root" },
        intermediates: { algorithm: "ECDSA", validityDays: 730, generation: 1 },
        settleHours: 24,
        abandon: [],
        renewBeforeDays: 30,
        protect: true,
      },
      eastWestGateway: {
        sourceRanges: [],
        serviceAnnotations: {},
        minReplicas: 1,
        maxReplicas: 5,
        targetCpuUtilization: 80,
        resources: {
          requests: { cpu: "100m", memory: "128Mi" },
          limits: { cpu: "2", memory: "1Gi" },
        },
        disruptionBudget: { maxUnavailable: 1 },
      },
      gateways: [],
      tags: {},
      namespaces: [],
    });
  });

  const label = "expected a DNS label (at most 63 of a-z, 0-9 and -, with no - at the ends), got";
  const cases: readonly [rule: string, found: string[], expected: string[]][] = [
    [
      "an empty config misses what has no default",
      problems({}),
      ["istio-mesh:mesh: missing, expected object", "istio-mesh:clusters: missing, expected array"],
    ],
    ["a mesh is an object", withKey("mesh", "x"), ['istio-mesh:mesh: expected object, got "x"']],
    [
      "a mesh has an id and a version",
      withKey("mesh", {}),
      [
        "istio-mesh:mesh.id: missing, expected string",
        "istio-mesh:mesh.version: missing, expected string",
      ],
    ],
    [
      "a mesh's id is a DNS label",
      withMesh({ id: "My_Mesh" }),
      [`istio-mesh:mesh.id: ${label} "My_Mesh"`],
    ],
    [
      "the installer is one that there is",
      withMesh({ installer: "sail" }),
      ['istio-mesh:mesh.installer: expected one of "operator"|"helm", got "sail"'],
    ],
    ...["docker.io/istio", "registry:5000/istio", "registry.example.org/a_b/c--d", "r:5000"].map(
      (hub): [string, string[], string[]] => [`the hub may be "${hub}"`, withMesh({ hub }), []],
    ),
    ...["", "https://r/istio", "r/istio/", "r/istio:1.22.8", "r/is tio", " r/istio", "r/Istio"].map(
      (hub): [string, string[], string[]] => [
        `the hub is not "${hub}"`,
        withMesh({ hub }),
        [
          `istio-mesh:mesh.hub: expected a registry and path such as registry.example.org/istio, without https://, tag or / at the end, got "${hub}"`,
        ],
      ],
    ),
    ...["", "spiffe://example.org", "Example Org", "example.org/a"].map(
      (trustDomain): [string, string[], string[]] => [
        `the trust domain is not "${trustDomain}"`,
        withMesh({ trustDomain }),
        [
          `istio-mesh:mesh.trustDomain: expected a trust domain such as example.org (a-z, 0-9, ., - and _), without spiffe:// or a path, got "${trustDomain}"`,
        ],
      ],
    ),
    ["the trust domain may be a name", withMesh({ trustDomain: "prod_1.example-org" }), []],
    [
      "a pull secret is named once",
      withMesh({ pullSecrets: [{ name: "a" }, { name: "b" }, { name: "a" }] }),
      [
        'istio-mesh:mesh.pullSecrets[2].name: "a" is the name of pullSecrets[0] already, name each Secret once',
      ],
    ],
    [
      "pull secrets are a list",
      withMesh({ pullSecrets: null }),
      ["istio-mesh:mesh.pullSecrets: expected array, got null"],
    ],
    [
      "a rollout gets ten seconds at least",
      withMesh({ readyTimeoutSeconds: 9 }),
      ["istio-mesh:mesh.readyTimeoutSeconds: expected number to be >=10, got 9"],
    ],
    [
      "a rollout gets an hour at most",
      withMesh({ readyTimeoutSeconds: 3601 }),
      ["istio-mesh:mesh.readyTimeoutSeconds: expected number to be <=3600, got 3601"],
    ],
    [
      "a mesh has a cluster",
      withKey("clusters", []),
      ["istio-mesh:clusters: a mesh has at least one cluster, got []"],
    ],
    [
      "clusters are a list",
      withKey("clusters", { east: {} }),
      ['istio-mesh:clusters: expected array, got {"east":{}}'],
    ],
    [
      "a cluster is an object",
      withKey("clusters", [null]),
      ["istio-mesh:clusters[0]: expected object, got null"],
    ],
    ...["East", "-east", "east-", "a_b", "", "x".repeat(64)].map(
      (name): [string, string[], string[]] => [
        `a cluster's name is a DNS label, which "${name}" is not`,
        withCluster({ name }),
        [`istio-mesh:clusters[0].name: ${label} "${name}"`],
      ],
    ),
    [
      "a network is a DNS label",
      withCluster({ network: "net.east" }),
      [`istio-mesh:clusters[0].network: ${label} "net.east"`],
    ],
    [
      "certificates are made by one of two algorithms",
      withKey("certificates", { intermediates: { algorithm: "DSA" } }),
      ['istio-mesh:certificates.intermediates.algorithm: expected one of "ECDSA"|"RSA", got "DSA"'],
    ],
    [
      "a root lives for a day at least",
      withKey("certificates", { root: { generate: { validityDays: 0 } } }),
      ["istio-mesh:certificates.root.generate.validityDays: expected number to be >=1, got 0"],
    ],
    [
      "a source range is an address range",
      withKey("eastWestGateway", { sourceRanges: ["10.0.0.0/8", "anywhere"] }),
      [
        'istio-mesh:eastWestGateway.sourceRanges[1]: expected an address range such as 10.0.0.0/8, got "anywhere"',
      ],
    ],
    [
      "an annotation is a text",
      withKey("eastWestGateway", { serviceAnnotations: { internal: true } }),
      ["istio-mesh:eastWestGateway.serviceAnnotations.internal: expected string, got true"],
    ],
    [
      "a gateway has a pod at least",
      withKey("eastWestGateway", { minReplicas: 0 }),
      ["istio-mesh:eastWestGateway.minReplicas: expected number to be >=1, got 0"],
    ],
  ];
  for (const [rule, found, expected] of cases) {
    it(rule, () => assert.deepEqual(found, expected));
  }

  it("shows a long value cut short", () => {
    const [only] = withCluster({ network: "n".repeat(500) });
    assert.equal(only, `istio-mesh:clusters[0].network: ${label} "${"n".repeat(76)}...`);
  });
});
