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
      security: { defaultDeny: false },
      observability: { providers: {}, telemetry: [] },
    });
  });

  const label = "expected a DNS label (at most 63 of a-z, 0-9 and -, with no - at the ends), got";
  const cases: readonly [rule: string, found: string[], expected: string[]][] = [
    [
      "an empty config misses what has no default",
      problems({}),
      [
        "istio-mesh:mesh: missing, expected an object",
        "istio-mesh:clusters: missing, expected a list",
      ],
    ],
    ["a mesh is an object", withKey("mesh", "x"), ['istio-mesh:mesh: expected an object, got "x"']],
    [
      "a mesh has an id and a version",
      withKey("mesh", {}),
      [
        "istio-mesh:mesh.id: missing, expected a text",
        "istio-mesh:mesh.version: missing, expected a text",
      ],
    ],
    [
      "a version is not a number, which YAML makes of one without a patch",
      withMesh({ version: 1.22 }),
      ['istio-mesh:mesh.version: expected a whole version in quotes, such as "1.22.8", got 1.22'],
    ],
    [
      "a text may look like something else only in quotes",
      withMesh({ version: true, id: 7, hub: ["a"] }),
      [
        "istio-mesh:mesh.id: expected a text, in quotes, got 7",
        "istio-mesh:mesh.version: expected a text, in quotes, got true",
        'istio-mesh:mesh.hub: expected a text, got ["a"]',
      ],
    ],
    [
      "annotations are an object",
      withKey("eastWestGateway", { serviceAnnotations: ["a"] }),
      ['istio-mesh:eastWestGateway.serviceAnnotations: expected an object, got ["a"]'],
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
      ["istio-mesh:mesh.pullSecrets: expected a list, got null"],
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
      ['istio-mesh:clusters: expected a list, got {"east":{}}'],
    ],
    [
      "a cluster is an object",
      withKey("clusters", [null]),
      ["istio-mesh:clusters[0]: expected an object, got null"],
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
      [
        "istio-mesh:eastWestGateway.serviceAnnotations.internal: expected a text, in quotes, got true",
      ],
    ],
    [
      "a gateway has a pod at least",
      withKey("eastWestGateway", { minReplicas: 0 }),
      ["istio-mesh:eastWestGateway.minReplicas: expected number to be >=1, got 0"],
    ],
    [
      "an object in place of a yes or no is judged by its fields",
      withKey("tuning", { accessLog: { encoding: "text" }, dnsCapture: { allocate: true } }),
      [
        'istio-mesh:tuning.accessLog.encoding: expected one of "TEXT"|"JSON", got "text"',
        "istio-mesh:tuning.dnsCapture.autoAllocate: missing, expected boolean",
        "istio-mesh:tuning.dnsCapture.allocate: unknown key, expected autoAllocate",
      ],
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
