import assert from "node:assert/strict";
import { operatorOnly } from "../../../../stacks/tuning/fragments";
import { planTuning } from "../../../../stacks/tuning/plan";
import { tuning } from "../../../support/tunings";

/** What is planned of an overlay's settings of istiod's objects. */
const planned = (k8s: object) =>
  planTuning(tuning({ overlays: [{ components: { pilot: { k8s } } }] }), undefined, new Map());

describe("settings of istiod's objects", () => {
  it("are values where istiod's chart has one that comes to the same", () => {
    const k8s = {
      replicaCount: 2,
      hpaSpec: { minReplicas: 3, maxReplicas: 4 },
      resources: { requests: { cpu: "250m" } },
      nodeSelector: { pool: "mesh" },
      tolerations: [{ key: "mesh" }],
      affinity: { nodeAffinity: {} },
      podAnnotations: { team: "mesh" },
      serviceAnnotations: { zone: "a" },
      env: [{ name: "PILOT_HTTP10", value: "1" }, { name: "EMPTY" }],
    };
    assert.deepEqual(planned(k8s), {
      meshConfig: {},
      values: {
        pilot: {
          replicaCount: 2,
          autoscaleMin: 3,
          autoscaleMax: 4,
          resources: { requests: { cpu: "250m" } },
          nodeSelector: { pool: "mesh" },
          tolerations: [{ key: "mesh" }],
          affinity: { nodeAffinity: {} },
          podAnnotations: { team: "mesh" },
          serviceAnnotations: { zone: "a" },
          env: { PILOT_HTTP10: "1", EMPTY: "" },
        },
      },
      components: {},
    });
  });

  it("stay the operator's where it has none", () => {
    const rest = {
      strategy: { type: "Recreate" },
      hpaSpec: { metrics: [] },
      env: [{ name: "TOKEN", valueFrom: {} }],
    };
    const found = planned({ ...rest, hpaSpec: { minReplicas: 2, metrics: [] } });
    assert.deepEqual(found, {
      meshConfig: {},
      values: { pilot: { autoscaleMin: 2 } },
      components: { pilot: { k8s: rest } },
    });
  });

  it("are named by their paths where only the operator knows them", () => {
    const components = {
      pilot: { k8s: { strategy: {}, hpaSpec: { metrics: [] } }, spec: {} },
      cni: { enabled: true },
    };
    assert.deepEqual(operatorOnly(components), [
      "components.pilot.k8s.strategy",
      "components.pilot.k8s.hpaSpec",
      "components.pilot.spec",
      "components.cni",
    ]);
  });
});
