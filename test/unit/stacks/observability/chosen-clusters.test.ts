import assert from "node:assert/strict";
import { rawConfig, twoNetworks } from "../../../support/meshes";
import { problems } from "../../../support/problems";

describe("the clusters that a section of observability is for", () => {
  const clusters: readonly string[] = [];
  const traces = { collector: { service: "otel.observability.svc.cluster.local" } };
  const cases = {
    "telemetry[0].clusters": { telemetry: [{ name: "default", clusters, spec: {} }] },
    "metrics.clusters": { metrics: { by: "operator", clusters } },
    "dashboards.clusters": { dashboards: { clusters } },
    "traces.clusters": { traces: { ...traces, clusters } },
    "traces.namespaces[0].clusters": {
      traces: { ...traces, namespaces: [{ namespace: "shop", samplingPercentage: 5, clusters }] },
    },
    "logs.clusters": { logs: { by: "bkLog", dataId: 1, clusters } },
  };
  for (const [path, observability] of Object.entries(cases)) {
    it(`are one at least, an empty list is refused: ${path}`, () => {
      assert.deepEqual(problems(rawConfig(twoNetworks, { observability })), [
        `istio-mesh:observability.${path}: expected one cluster at least, leave it out for all, got []`,
      ]);
    });
  }
});
