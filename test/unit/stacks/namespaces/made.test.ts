import assert from "node:assert/strict";
import { planMesh } from "../../../../stacks/mesh-plan";
import { madeNamespaces } from "../../../../stacks/namespaces/made";
import { remoteOfOneOfTwo, stackConfig } from "../../../support/meshes";

const backend = { otlp: { endpoint: "tempo.example.org:4317" } };
const config = stackConfig(remoteOfOneOfTwo, {
  gateways: [
    { name: "public", kind: "ingress", namespace: "front", clusters: ["east"] },
    { name: "private", kind: "ingress", namespace: "front" },
  ],
  observability: {
    metrics: {
      by: "chart",
      namespace: "watching",
      clusters: ["east", "west"],
      query: { url: "http://p" },
    },
    traces: { backend, collector: { namespace: "watching" }, clusters: ["east", "edge"] },
    kiali: {
      cluster: "west",
      by: "operator",
      namespace: "watching",
      auth: { strategy: "anonymous" },
    },
    dashboards: { namespace: "grafana" },
  },
});

describe("the namespaces that the stack makes on a cluster", () => {
  it("are made once, however many gateways and sections name them, and no others", () => {
    const { primaries, remotes } = planMesh(config);
    const front = { name: "front", madeFor: "gateways" };
    const watching = {
      name: "watching",
      madeFor: "observability",
      labels: { "istio-injection": "disabled" },
    };
    assert.deepEqual(
      Object.fromEntries([...primaries, ...remotes].map((one) => [one.name, one.ownNamespaces])),
      { east: [front, watching], west: [front, watching], edge: [front, watching] },
    );
  });

  it("go with all that they are made for, and are told by the first of it", () => {
    const told = (cluster: string) =>
      madeNamespaces(config, cluster, "istio-mesh:").map((one) => [one.path, one.goesWith]);
    const metrics = "istio-mesh:observability.metrics.namespace";
    const traces = "istio-mesh:observability.traces.collector.namespace";
    const gateway = "its last gateway there";
    assert.deepEqual(told("east"), [
      ["istio-mesh:gateways[0].namespace", gateway],
      [metrics, "its Prometheus and its collector"],
    ]);
    assert.deepEqual(told("west"), [
      ["istio-mesh:gateways[1].namespace", gateway],
      [metrics, "its Prometheus"],
    ]);
    assert.deepEqual(told("edge"), [
      ["istio-mesh:gateways[1].namespace", gateway],
      [traces, "its collector"],
    ]);
  });
});
