import assert from "node:assert/strict";
import { planTuning } from "../../../../stacks/tuning/plan";
import { tuning } from "../../../support/tunings";

type Istiod = Readonly<Record<string, number>>;

const pilot = (mesh: Istiod, cluster: Istiod = {}) =>
  planTuning(tuning({ istiod: mesh }), tuning({ istiod: cluster }), new Map()).values["pilot"];
const meshConfig = (mesh: object, cluster: object = {}) =>
  planTuning(tuning({ ...mesh }), tuning({ ...cluster }), new Map()).meshConfig;

describe("the number of istiod's pods", () => {
  const cases: readonly [rule: string, mesh: Istiod, cluster: Istiod, expected: object][] = [
    [
      "is fixed where least and largest are one",
      { minReplicas: 2, maxReplicas: 2 },
      {},
      { autoscaleEnabled: false, replicaCount: 2 },
    ],
    [
      "has Istio's largest if only the least is said",
      { minReplicas: 2 },
      {},
      { autoscaleEnabled: true, autoscaleMin: 2 },
    ],
    [
      "has Istio's least if only the largest is said",
      { maxReplicas: 3 },
      {},
      { autoscaleEnabled: true, autoscaleMax: 3 },
    ],
    [
      "is fixed where the mesh says the one and the cluster the other",
      { minReplicas: 2 },
      { maxReplicas: 2 },
      { autoscaleEnabled: false, replicaCount: 2 },
    ],
    [
      "is the autoscaler's again where the mesh fixes it and a cluster does not",
      { minReplicas: 2, maxReplicas: 2 },
      { maxReplicas: 4 },
      { autoscaleEnabled: true, autoscaleMin: 2, autoscaleMax: 4 },
    ],
    [
      "is fixed for a cluster where it is the autoscaler's elsewhere",
      { minReplicas: 2, maxReplicas: 4 },
      { maxReplicas: 2 },
      { autoscaleEnabled: false, replicaCount: 2 },
    ],
  ];
  for (const [rule, mesh, cluster, expected] of cases) {
    it(rule, () => assert.deepEqual(pilot(mesh, cluster), expected));
  }

  const overlaid: readonly [
    rule: string,
    mesh: Istiod,
    overlay: object,
    cluster: Istiod,
    expected: object,
  ][] = [
    [
      "keeps the largest that the mesh's overlay says where a cluster says the least",
      { minReplicas: 2, maxReplicas: 5 },
      { autoscaleMax: 10 },
      { minReplicas: 3 },
      { autoscaleEnabled: true, autoscaleMin: 3, autoscaleMax: 10 },
    ],
    [
      "keeps the least that the mesh's overlay says where a cluster says the largest",
      {},
      { autoscaleMin: 2 },
      { maxReplicas: 4 },
      { autoscaleEnabled: true, autoscaleMin: 2, autoscaleMax: 4 },
    ],
    [
      "is fixed where the mesh's overlay says the one and the cluster the other",
      {},
      { autoscaleMax: 3 },
      { minReplicas: 3 },
      { autoscaleEnabled: false, replicaCount: 3 },
    ],
    [
      "is the autoscaler's again where the mesh's overlay fixes it and a cluster does not",
      {},
      { autoscaleEnabled: false, replicaCount: 3 },
      { maxReplicas: 4 },
      { autoscaleEnabled: true, autoscaleMin: 3, autoscaleMax: 4 },
    ],
    [
      "is the cluster's where the mesh's overlay says both",
      {},
      { autoscaleMin: 2, autoscaleMax: 4 },
      { minReplicas: 5, maxReplicas: 6 },
      { autoscaleEnabled: true, autoscaleMin: 5, autoscaleMax: 6 },
    ],
  ];
  for (const [rule, mesh, overlay, cluster, expected] of overlaid) {
    it(rule, () => {
      const below = tuning({ istiod: mesh, overlays: [{ values: { pilot: overlay } }] });
      const { values } = planTuning(below, tuning({ istiod: cluster }), new Map());
      assert.deepEqual(values["pilot"], expected);
    });
  }
});

describe("a constraint on how istiod's pods spread", () => {
  const zones = {
    maxSkew: 1,
    topologyKey: "topology.kubernetes.io/zone",
    whenUnsatisfiable: "ScheduleAnyway",
  };
  const values = (constraint: object) =>
    planTuning(
      tuning({ istiod: { topologySpreadConstraints: [constraint] } }),
      undefined,
      new Map(),
    ).values;

  it("counts the pods of istiod", () => {
    const labelSelector = { matchLabels: { app: "istiod" } };
    assert.deepEqual(values(zones), {
      pilot: { topologySpreadConstraints: [{ ...zones, labelSelector }] },
    });
  });

  it("counts those that it names", () => {
    const named = { ...zones, labelSelector: { matchLabels: { "istio.io/rev": "canary" } } };
    assert.deepEqual(values(named), { pilot: { topologySpreadConstraints: [named] } });
  });
});

describe("the access log", () => {
  const format = { file: "/var/log/calls", encoding: "JSON", format: "{}" };
  it("is lines of text on stdout where it is just on", () => {
    const on = { accessLogFile: "/dev/stdout", accessLogEncoding: "TEXT" };
    assert.deepEqual(meshConfig({ accessLog: true }), on);
    assert.deepEqual(meshConfig({ accessLog: format }, { accessLog: true }), on);
  });

  it("is off for a cluster where it is on elsewhere", () => {
    assert.deepEqual(meshConfig({ accessLog: format }, { accessLog: false }), {
      accessLogFile: "",
    });
  });
});

describe("the capture of DNS", () => {
  const metadata = (mesh: unknown, cluster?: unknown) =>
    meshConfig({ dnsCapture: mesh }, { dnsCapture: cluster });
  const said = (proxyMetadata: object) => ({ defaultConfig: { proxyMetadata } });

  it("leaves the addresses of ServiceEntries alone where it is just on", () => {
    assert.deepEqual(metadata(true), said({ ISTIO_META_DNS_CAPTURE: "true" }));
  });

  it("is off, and so is allocation, for a cluster where both are on elsewhere", () => {
    assert.deepEqual(
      metadata({ autoAllocate: true }, false),
      said({ ISTIO_META_DNS_CAPTURE: "false" }),
    );
  });
});
