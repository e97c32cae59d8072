import assert from "node:assert/strict";
import { validate } from "../../../../stacks/validate";
import { oneCluster, rawConfig, remoteOnTwoNetworks } from "../../../support/meshes";
import { problems, withCluster, withKey } from "../../../support/problems";

const inMesh = (tuning: object) => withKey("tuning", tuning);

describe("the tuning of a mesh", () => {
  const cases: readonly [rule: string, found: string[], expected: string[]][] = [
    ["may say nothing", inMesh({}), []],
    [
      "has no key that nobody knows",
      inMesh({ tracing: {} }),
      [
        "istio-mesh:tuning.tracing: unknown key, expected one of istiod, proxy, outboundTraffic, accessLog, dnsCapture, overlays",
      ],
    ],
    [
      "has quantities that Kubernetes takes",
      inMesh({ proxy: { resources: { limits: { cpu: "half" } } } }),
      [
        'istio-mesh:tuning.proxy.resources.limits.cpu: expected CPUs such as 500m, 0.5 or 2, at least 1m and below 1000, got "half"',
      ],
    ],
    [
      "has istiods that are placed as other workloads are",
      inMesh({
        istiod: {
          resources: { requests: { memory: "2Gi" }, limits: { memory: "1Gi" } },
          tolerations: [{}],
          topologySpreadConstraints: [{ maxSkew: 1, topologyKey: "z", whenUnsatisfiable: "Never" }],
        },
      }),
      [
        'istio-mesh:tuning.istiod.resources.requests.memory: expected no more than limits.memory, which is 1Gi, got "2Gi"',
        "istio-mesh:tuning.istiod.tolerations[0]: expected a key, or operator: Exists for all taints, got {}",
        'istio-mesh:tuning.istiod.topologySpreadConstraints[0].whenUnsatisfiable: expected one of "DoNotSchedule"|"ScheduleAnyway", got "Never"',
      ],
    ],
    [
      "has an access log that is on, off or described",
      inMesh({ accessLog: "stdout" }),
      [
        'istio-mesh:tuning.accessLog: expected true, false or { file, encoding: TEXT or JSON, format }, got "stdout"',
      ],
    ],
    [
      "has a format of JSON that is an object",
      inMesh({ accessLog: { encoding: "JSON", format: "%REQ(:PATH)%" } }),
      [
        `istio-mesh:tuning.accessLog.format: expected a JSON object as a text with encoding: JSON, such as '{"path":"%REQ(:PATH)%"}', got "%REQ(:PATH)%"`,
      ],
    ],
    [
      "has a format of JSON that is no list",
      inMesh({ accessLog: { encoding: "JSON", format: "[]" } }),
      [
        `istio-mesh:tuning.accessLog.format: expected a JSON object as a text with encoding: JSON, such as '{"path":"%REQ(:PATH)%"}', got "[]"`,
      ],
    ],
    [
      "may have formats as their encoding wants them",
      [{ encoding: "JSON", format: '{"path":"%REQ(:PATH)%"}' }, { format: "%REQ(:PATH)%" }].flatMap(
        (accessLog) => inMesh({ accessLog }),
      ),
      [],
    ],
    [
      "has levels that istiod knows",
      inMesh({ istiod: { logLevel: "warning" } }),
      [
        'istio-mesh:tuning.istiod.logLevel: expected a level (none, fatal, error, warn, info, debug), or scopes such as ads:debug,default:info, got "warning"',
      ],
    ],
    [
      "has no variable that the stack or the chart sets",
      inMesh({ istiod: { env: { CLUSTER_ID: "x", PILOT_TRACE_SAMPLING: "1" } } }),
      [
        "istio-mesh:tuning.istiod.env.CLUSTER_ID: cannot be given here, istio-mesh:clusters[].name says it; take it out",
        "istio-mesh:tuning.istiod.env.PILOT_TRACE_SAMPLING: cannot be given here, an overlay's values.pilot.traceSampling says it; take it out",
      ],
    ],
    [
      "has no least number of pods above the largest",
      inMesh({ istiod: { minReplicas: 3, maxReplicas: 2 } }),
      [
        "istio-mesh:tuning.istiod.minReplicas: minReplicas, 3, is more than maxReplicas, 2; give both",
      ],
    ],
    [
      "has no least number of pods above Istio's largest",
      inMesh({ istiod: { minReplicas: 6 } }),
      [
        "istio-mesh:tuning.istiod.minReplicas: minReplicas, 6, is more than maxReplicas, 5; give both",
      ],
    ],
    [
      "has overlays that Istio would take",
      inMesh({ overlays: [{}, '{"spec":{"values":{"pilot":{"resorces":{}}}}}'] }),
      [
        "istio-mesh:tuning.overlays[1].spec.values.pilot.resorces: unknown field, did you mean resources",
      ],
    ],
    [
      "has overlays that are objects or texts",
      inMesh({ overlays: [1] }),
      ["istio-mesh:tuning.overlays[0]: expected an object, a JSON text or { file }, got 1"],
    ],
  ];
  for (const [rule, found, expected] of cases) {
    it(rule, () => assert.deepEqual(found, expected));
  }

  it("takes the overlays of bcs-mesh-manager, a JSON text each", () => {
    const configuration =
      '{"spec":{"values":{"global":{"proxy":{"resources":{"limits":{"cpu":"4000m","memory":"1024Mi"},"requests":{"cpu":"200m","memory":"128Mi"}}}}}}}';
    assert.deepEqual(inMesh({ overlays: [configuration] }), []);
  });
});

describe("the tuning of a cluster", () => {
  it("is checked as the mesh's is, with its place", () => {
    const tuning = { istiod: { env: { REVISION: "x" } }, overlays: [{ hub: "example.org" }] };
    assert.deepEqual(withCluster({ tuning }), [
      "istio-mesh:clusters[0].tuning.istiod.env.REVISION: cannot be given here, the stack itself says it; take it out",
      "istio-mesh:clusters[0].tuning.overlays[0].hub: cannot be given here, istio-mesh:mesh.hub says it; take it out",
    ]);
  });

  it("fits what the mesh says", () => {
    const raw = rawConfig([["east", undefined, { tuning: { istiod: { maxReplicas: 2 } } }]], {
      tuning: { istiod: { minReplicas: 3 } },
    });
    assert.deepEqual(problems(raw), [
      "istio-mesh:clusters[0].tuning.istiod.maxReplicas: minReplicas, 3, is more than maxReplicas, 2; give both",
    ]);
  });

  it("is the primary's: a remote has none", () => {
    const places = remoteOnTwoNetworks.map(
      ([name, network, more]) =>
        [name, network, more && { ...more, tuning: { proxy: { logLevel: "debug" } } }] as const,
    );
    assert.deepEqual(problems(rawConfig(places)), [
      'istio-mesh:clusters[1].tuning: "edge" has no istiod, and its proxies get what that of "east" says; give it at istio-mesh:clusters[0].tuning',
    ]);
  });
});

describe("a field that the definitions do not know", () => {
  const tuning = { overlays: [{ values: { pilot: { fromTheFuture: true, autoscaleMin: "1" } } }] };
  const found = (version: string) =>
    validate(rawConfig(oneCluster, { mesh: { id: "payments", version }, tuning }), "istio-mesh:");
  const unknown = "istio-mesh:tuning.overlays[0].values.pilot.fromTheFuture";
  const wrong = "istio-mesh:tuning.overlays[0].values.pilot.autoscaleMin";

  it("is an error of any where it stands beside the parts, for it would go nowhere", () => {
    const raw = rawConfig(oneCluster, {
      mesh: { id: "payments", version: "1.23.2" },
      tuning: { overlays: [{ fromTheFuture: {} }] },
    });
    assert.deepEqual(problems(raw), [
      "istio-mesh:tuning.overlays[0].fromTheFuture: unknown field, expected one of profile, installPackagePath, hub, tag, resourceSuffix, namespace, revision, compatibilityVersion, meshConfig, components, addonComponents, values, unvalidatedValues",
    ]);
  });

  it("is an error of the Istio that they are of", () => {
    const { problems: errors, warnings } = found("1.22.8");
    assert.deepEqual(
      errors.map((one) => one.path),
      [unknown, wrong],
    );
    assert.deepEqual(warnings, []);
  });

  it("is a warning of a newer one, which may know it, but a wrong type stays an error", () => {
    const { problems: errors, warnings } = found("1.23.2");
    assert.deepEqual(
      errors.map((one) => one.path),
      [wrong],
    );
    assert.deepEqual(
      warnings.map((one) => one.path),
      [unknown],
    );
  });
});
