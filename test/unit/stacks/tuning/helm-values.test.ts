import assert from "node:assert/strict";
import { toHelmValues } from "../../../../stacks/tuning/plan";

const overlay = { meshConfig: {}, values: {}, components: {} };

describe("Helm's values of a tuning", () => {
  it("are empty where nothing is said", () => {
    assert.deepEqual(toHelmValues(overlay), { values: {}, operatorOnly: [] });
  });

  it("have the mesh's config among them", () => {
    const { values } = toHelmValues({
      ...overlay,
      meshConfig: { accessLogFile: "" },
      values: { global: { logAsJson: true } },
    });
    assert.deepEqual(values, { global: { logAsJson: true }, meshConfig: { accessLogFile: "" } });
  });

  it("have the settings of istiod's objects that its chart has a value for", () => {
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
    assert.deepEqual(toHelmValues({ ...overlay, components: { pilot: { k8s } } }), {
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
      operatorOnly: [],
    });
  });

  it("cannot have the rest, which is named", () => {
    const components = {
      pilot: {
        k8s: {
          strategy: { type: "Recreate" },
          hpaSpec: { minReplicas: 2, metrics: [] },
          overlays: [],
          env: [{ name: "TOKEN", valueFrom: {} }],
        },
        spec: {},
      },
      cni: { enabled: true },
    };
    const found = toHelmValues({ ...overlay, components });
    assert.deepEqual(found.values, { pilot: { autoscaleMin: 2 } });
    assert.deepEqual([...found.operatorOnly].sort(), [
      "components.cni",
      "components.pilot.k8s.env",
      "components.pilot.k8s.hpaSpec",
      "components.pilot.k8s.overlays",
      "components.pilot.k8s.strategy",
      "components.pilot.spec",
    ]);
  });
});
