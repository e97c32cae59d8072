import { type Cases, charts, object, operator } from "./case";

const telemetry = (...tracing: object[]) =>
  object("east", "telemetry.istio.io/v1alpha1:Telemetry", "shop/traces", { spec: { tracing } });
const sidecar = (mode: string) =>
  object("east", "networking.istio.io/v1beta1:Sidecar", "shop/default", {
    spec: { outboundTrafficPolicy: { mode } },
  });
const tracing = (sampling: number) => ({
  meshConfig: { defaultConfig: { tracing: { sampling } } },
});
const limited = (limit: string) => ({
  meshConfig: {
    defaultConfig: { runtimeValues: { "overload.global_downstream_max_connections": limit } },
  },
});
const unlimited = (place: string, limit: string) =>
  `${place}: meshConfig.defaultConfig.runtimeValues["overload.global_downstream_max_connections"] is ${limit}, expected a number from 1 to 2147483646`;

export const meshConfig: Cases = {
  "path-normalization": [
    {
      title: "that merges slashes, whoever installs it",
      resources: [
        operator("east", { meshConfig: { pathNormalization: { normalization: "MERGE_SLASHES" } } }),
        ...charts("west", {
          meshConfig: "pathNormalization: { normalization: DECODE_AND_MERGE_SLASHES }",
        }),
      ],
      violations: [],
    },
    {
      title: "that does not, of itself or because it is told so",
      resources: [
        operator("east"),
        operator("north", { meshConfig: { pathNormalization: { normalization: "NONE" } } }),
        ...charts("west", { meshConfig: "pathNormalization: { normalization: BASE }" }),
      ],
      violations: [
        "east/istio-system/istio: meshConfig.pathNormalization.normalization is DEFAULT, expected MERGE_SLASHES or DECODE_AND_MERGE_SLASHES",
        "north/istio-system/istio: meshConfig.pathNormalization.normalization is NONE, expected MERGE_SLASHES or DECODE_AND_MERGE_SLASHES",
        "west/istio-system/istiod: meshConfig.pathNormalization.normalization is BASE, expected MERGE_SLASHES or DECODE_AND_MERGE_SLASHES",
      ],
    },
  ],
  "bounded-trace-sampling": [
    {
      title: "that traces a tenth at most, or what Istio does by itself",
      resources: [
        operator("east"),
        operator("north", tracing(10)),
        ...charts("west", { env: { PILOT_TRACE_SAMPLING: "1" } }),
        // The mesh config goes before istiod's own.
        operator("south", tracing(1), { pilot: { traceSampling: 100 } }),
        telemetry({ randomSamplingPercentage: 10 }, { providers: [{ name: "a" }] }),
      ],
      violations: [],
    },
    {
      title: "that traces more, by any of the places where it says so",
      resources: [
        operator("east", tracing(100)),
        operator("north", tracing(0), { pilot: { traceSampling: 50 } }),
        operator("south", {}, { pilot: { env: { PILOT_TRACE_SAMPLING: "20" } } }),
        ...charts("west", { meshConfig: "defaultConfig: { tracing: { sampling: 11.5 } }" }),
        ...charts("wing", { env: { PILOT_TRACE_SAMPLING: "100" } }),
        telemetry({ randomSamplingPercentage: 10 }, { randomSamplingPercentage: 10.1 }),
      ],
      violations: [
        "east/istio-system/istio: meshConfig.defaultConfig.tracing.sampling is 100, expected at most 10",
        "north/istio-system/istio: istiod's PILOT_TRACE_SAMPLING is 50, expected at most 10",
        "south/istio-system/istio: istiod's PILOT_TRACE_SAMPLING is 20, expected at most 10",
        "west/istio-system/istiod: meshConfig.defaultConfig.tracing.sampling is 11.5, expected at most 10",
        "wing/istio-system/istiod: istiod's PILOT_TRACE_SAMPLING is 100, expected at most 10",
        "east/shop/traces: spec.tracing[1].randomSamplingPercentage is 10.1, expected at most 10",
      ],
    },
    {
      title: "that traces more than its config allows",
      resources: [operator("east", tracing(2)), telemetry({ randomSamplingPercentage: 3 })],
      settings: { maxPercent: 2 },
      violations: [
        "east/shop/traces: spec.tracing[0].randomSamplingPercentage is 3, expected at most 2",
      ],
    },
  ],
  "registry-only-outbound": [
    {
      title: "that lets pods call what it knows",
      resources: [
        operator("east", { meshConfig: { outboundTrafficPolicy: { mode: "REGISTRY_ONLY" } } }),
        ...charts("west", { meshConfig: "outboundTrafficPolicy: { mode: REGISTRY_ONLY }" }),
        sidecar("REGISTRY_ONLY"),
      ],
      violations: [],
    },
    {
      title: "that lets them call anything, or some of them",
      resources: [
        operator("east"),
        ...charts("west", { meshConfig: "outboundTrafficPolicy: { mode: ALLOW_ANY }" }),
        sidecar("ALLOW_ANY"),
      ],
      violations: [
        "east/istio-system/istio: meshConfig.outboundTrafficPolicy.mode is ALLOW_ANY, expected REGISTRY_ONLY",
        "west/istio-system/istiod: meshConfig.outboundTrafficPolicy.mode is ALLOW_ANY, expected REGISTRY_ONLY",
        "east/shop/default: spec.outboundTrafficPolicy.mode is ALLOW_ANY, expected REGISTRY_ONLY",
      ],
    },
  ],
  "downstream-connection-limit": [
    {
      title: "with a limit",
      resources: [
        operator("east", limited("50000")),
        ...charts("west", { meshConfig: JSON.stringify(limited("1").meshConfig) }),
      ],
      violations: [],
    },
    {
      title: "without one, or with one that is none",
      resources: [
        operator("east"),
        operator("north", limited("")),
        operator("south", limited("2147483647")),
        ...charts("west", { meshConfig: JSON.stringify(limited("many").meshConfig) }),
      ],
      violations: [
        unlimited("east/istio-system/istio", "not set"),
        unlimited("north/istio-system/istio", '""'),
        unlimited("south/istio-system/istio", '"2147483647"'),
        unlimited("west/istio-system/istiod", '"many"'),
      ],
    },
  ],
};
