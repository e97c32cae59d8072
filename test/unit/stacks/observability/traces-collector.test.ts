import assert from "node:assert/strict";
import { planMesh } from "../../../../stacks/mesh-plan";
import { stackConfig, twoNetworks } from "../../../support/meshes";

const backend = { otlp: { endpoint: "tempo.example.org:4317" } };

describe("spans", () => {
  it("go to the collector that each cluster has already, if the config names one: none is made", () => {
    const service = "otel.observability.svc.cluster.local";
    const observability = {
      providers: { other: { prometheus: {} } },
      traces: { collector: { service, port: 14317 } },
    };
    const [east] = planMesh(stackConfig(twoNetworks, { observability })).primaries;
    assert.equal(east?.observability.collector, undefined);
    assert.deepEqual(east?.tuning.meshConfig, {
      extensionProviders: [
        { name: "other", prometheus: {} },
        { name: "istio-mesh-traces", opentelemetry: { service, port: 14317 } },
      ],
      serviceSettings: [{ settings: { clusterLocal: true }, hosts: [service] }],
    });
  });

  it("go to a collector of the stack's own otherwise, in a namespace that is made for it", () => {
    const collectors = (collector: object) =>
      planMesh(
        stackConfig(twoNetworks, { observability: { traces: { backend, collector } } }),
      ).primaries.map((one) => one.observability.collector);
    const plan = {
      image: "otel/opentelemetry-collector-contrib:0.112.0",
      namespace: "istio-tracing",
      replicas: 1,
      resources: {
        requests: { cpu: "100m", memory: "256Mi" },
        limits: { cpu: "1", memory: "512Mi" },
      },
      nodeSelector: undefined,
      tolerations: undefined,
      topologySpreadConstraints: undefined,
      makesNamespace: true,
      backend: { otlp: { endpoint: "tempo.example.org:4317", insecure: false, headers: {} } },
    };
    assert.deepEqual(collectors({}), [plan, plan]);
    const inRoot = { ...plan, replicas: 2, namespace: "istio-system", makesNamespace: false };
    assert.deepEqual(collectors({ replicas: 2, namespace: "istio-system" }), [inRoot, inRoot]);
  });
});
