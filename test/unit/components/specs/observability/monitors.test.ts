import assert from "node:assert/strict";
import {
  buildIstiodMonitor,
  buildProxyMonitor,
} from "../../../../../components/specs/observability/monitors";
import type { ScrapeTarget } from "../../../../../stacks/observability/metrics/scrape";

const target: ScrapeTarget = {
  job: "x",
  path: "/metrics",
  namespace: undefined,
  discovery: [{ action: "keep", sourceLabels: ["a"], regex: "never" }],
  relabelings: [
    { action: "keep", sourceLabels: ["a", "b"], regex: "c" },
    { action: "replace", targetLabel: "cluster", replacement: "east" },
  ],
  metricRelabelings: [],
};
const relabelings = [
  { action: "keep", sourceLabels: ["a", "b"], regex: "c" },
  { action: "replace", targetLabel: "cluster", replacement: "east" },
  { action: "labeldrop", regex: "container|endpoint|service" },
];

describe("a monitor of the Prometheus Operator", () => {
  it("of istiods selects the Service of each revision, in Istio's namespace", () => {
    assert.deepEqual(buildIstiodMonitor({ ...target, namespace: "istio-system" }, "30s"), {
      selector: { matchLabels: { app: "istiod" } },
      namespaceSelector: { matchNames: ["istio-system"] },
      endpoints: [{ port: "http-monitoring", path: "/metrics", interval: "30s", relabelings }],
    });
  });

  it("of proxies selects all pods but those that are to be ignored", () => {
    assert.deepEqual(buildProxyMonitor(target, "15s"), {
      selector: {
        matchExpressions: [{ key: "istio-prometheus-ignore", operator: "DoesNotExist" }],
      },
      namespaceSelector: { any: true },
      podMetricsEndpoints: [{ path: "/metrics", interval: "15s", relabelings }],
    });
  });

  it("drops what the config does not want", () => {
    const metricRelabelings = [
      { action: "drop", sourceLabels: ["__name__"], regex: "istio_build" },
    ] as const;
    const { podMetricsEndpoints } = buildProxyMonitor({ ...target, metricRelabelings }, "15s");
    assert.deepEqual(podMetricsEndpoints, [
      { path: "/metrics", interval: "15s", relabelings, metricRelabelings },
    ]);
  });
});
