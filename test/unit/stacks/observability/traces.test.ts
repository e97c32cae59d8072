import assert from "node:assert/strict";
import { planMesh } from "../../../../stacks/mesh-plan";
import { type Place, remoteOfOneOfTwo, stackConfig, twoNetworks } from "../../../support/meshes";

const backend = { otlp: { endpoint: "tempo.example.org:4317" } };

function planned(observability: object, places: readonly Place[] = twoNetworks) {
  const { primaries, remotes } = planMesh(stackConfig(places, { observability }));
  return [...primaries, ...remotes];
}

/** What Telemetry each cluster has. */
function telemetry(observability: object, places: readonly Place[] = twoNetworks) {
  return Object.fromEntries(
    planned(observability, places).map((one) => [
      one.name,
      one.observability.telemetry.map(({ namespace, name, spec }) => ({ namespace, name, spec })),
    ]),
  );
}

const wholeMesh = (tracing: object) => ({
  tracing: [{ providers: [{ name: "istio-mesh-traces" }], ...tracing }],
});

describe("traces", () => {
  it("are off unless the config has them", () => {
    for (const { observability } of planned({})) {
      assert.deepEqual(observability, {
        telemetry: [],
      });
    }
  });

  it("are sampled as the whole mesh is, and otherwise where namespaces or workloads say so", () => {
    const traces = {
      backend,
      namespaces: [
        { namespace: "web", samplingPercentage: 0 },
        { namespace: "shop", selector: { app: "checkout" }, samplingPercentage: 100 },
        { namespace: "shop", clusters: ["west"], samplingPercentage: 12.5 },
      ],
    };
    const common = [
      {
        namespace: "istio-system",
        name: "istio-mesh",
        spec: wholeMesh({ randomSamplingPercentage: 1 }),
      },
      {
        namespace: "web",
        name: "istio-mesh",
        spec: { tracing: [{ randomSamplingPercentage: 0 }] },
      },
      {
        namespace: "shop",
        name: "istio-mesh-ba7863a2",
        spec: {
          selector: { matchLabels: { app: "checkout" } },
          tracing: [{ randomSamplingPercentage: 100 }],
        },
      },
    ];
    assert.deepEqual(telemetry({ traces }), {
      east: common,
      west: [
        ...common,
        {
          namespace: "shop",
          name: "istio-mesh",
          spec: { tracing: [{ randomSamplingPercentage: 12.5 }] },
        },
      ],
    });
  });

  it("have tags in Istio's words", () => {
    const tags = {
      env: { literal: "prod" },
      tenant: { header: "x-tenant" },
      zone: { environment: "ZONE", default: "none" },
    };
    const [one] = telemetry({ traces: { backend, samplingPercentage: 5, tags } })["east"] ?? [];
    assert.deepEqual(
      one?.spec,
      wholeMesh({
        randomSamplingPercentage: 5,
        customTags: {
          env: { literal: { value: "prod" } },
          tenant: { header: { name: "x-tenant" } },
          zone: { environment: { name: "ZONE", defaultValue: "none" } },
        },
      }),
    );
  });

  it("are added to a Telemetry of the user's for the same workloads, since istiod takes but one", () => {
    const accessLogging = [{ providers: [{ name: "envoy" }] }];
    const selector = { matchLabels: { app: "a" } };
    const targetRefs = [{ kind: "Gateway", name: "front" }];
    const observability = {
      telemetry: [
        { name: "mine", clusters: ["east"], spec: { accessLogging } },
        { name: "front", spec: { targetRefs } },
        { name: "a", namespace: "web", spec: { selector, accessLogging } },
      ],
      traces: {
        backend,
        namespaces: [{ namespace: "web", selector: { app: "a" }, samplingPercentage: 3 }],
      },
    };
    const mesh = wholeMesh({ randomSamplingPercentage: 1 });
    const others = [
      { namespace: "istio-system", name: "front", spec: { targetRefs } },
      {
        namespace: "web",
        name: "a",
        spec: { tracing: [{ randomSamplingPercentage: 3 }], selector, accessLogging },
      },
    ];
    assert.deepEqual(telemetry(observability), {
      east: [
        { namespace: "istio-system", name: "mine", spec: { ...mesh, accessLogging } },
        ...others,
      ],
      west: [...others, { namespace: "istio-system", name: "istio-mesh", spec: mesh }],
    });
  });

  it("are a matter of some primaries, with their remotes, if the config says so", () => {
    const traces = { backend, clusters: ["east", "edge"] };
    const plans = planned({ traces }, remoteOfOneOfTwo);
    assert.deepEqual(
      plans.map(({ name, observability }) => [
        name,
        observability.telemetry.length,
        observability.collector !== undefined,
      ]),
      [
        ["east", 1, true],
        ["west", 0, false],
        ["edge", 0, true],
      ],
    );
    assert.deepEqual(
      plans.flatMap((one) => (one.role === "primary" ? [one.tuning.meshConfig] : [])),
      [
        {
          extensionProviders: [
            {
              name: "istio-mesh-traces",
              opentelemetry: {
                service: "istio-mesh-collector.istio-tracing.svc.cluster.local",
                port: 4317,
              },
            },
          ],
          serviceSettings: [
            {
              settings: { clusterLocal: true },
              hosts: ["istio-mesh-collector.istio-tracing.svc.cluster.local"],
            },
          ],
        },
        {},
      ],
    );
  });
});
