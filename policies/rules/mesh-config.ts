import type { ControlPlane } from "../seen/control-plane";
import { decided } from "../decided";
import type { Settings, StackRule, Subject, Violation } from "../rule";
import { numberSetting } from "../setting";
import type { Stack } from "../seen/stack";
import { at, listAt, textAt } from "../values";

const bestPractices = "https://istio.io/latest/docs/ops/best-practices/security/";

/** What a check says of each control plane. */
function ofControlPlanes(
  stack: Stack,
  check: (plane: ControlPlane) => readonly string[],
): readonly Violation[] {
  return decided(stack.controlPlanes, (plane) =>
    check(plane).map((message) => ({ message, about: plane.object })),
  ).found;
}

const merging = ["MERGE_SLASHES", "DECODE_AND_MERGE_SLASHES"];

const pathNormalization: StackRule = {
  name: "path-normalization",
  description: "Proxies merge slashes in paths before they compare them",
  why: "Else /a//b is another path than /a/b to an AuthorizationPolicy, and the same to many applications.",
  remediation:
    "set meshConfig.pathNormalization.normalization to MERGE_SLASHES or DECODE_AND_MERGE_SLASHES in tuning.overlays",
  severity: "medium",
  level: "advisory",
  source: `${bestPractices}#customize-your-system-on-path-normalization`,
  checkStack: (stack) =>
    ofControlPlanes(stack, ({ meshConfig }) => {
      const chosen = textAt(meshConfig, "pathNormalization", "normalization") ?? "DEFAULT";
      return merging.includes(chosen)
        ? []
        : [
            `meshConfig.pathNormalization.normalization is ${chosen}, expected ${merging.join(" or ")}`,
          ];
    }),
};

const maxPercent = numberSetting(
  "maxPercent",
  10,
  "Of the requests that enter the mesh, how many may be traced.",
);

const boundedTraceSampling: StackRule = {
  name: "bounded-trace-sampling",
  description: "No more than a tenth of all requests is traced",
  why: "Each span costs the proxy time, and the collector and its store memory: with all requests traced they are the first to fall over under load.",
  remediation:
    "set observability.traces.samplingPercentage to no more than that, for what overlays say meshConfig.defaultConfig.tracing.sampling in tuning.overlays",
  severity: "low",
  level: "advisory",
  source: "https://istio.io/latest/docs/tasks/observability/distributed-tracing/sampling/",
  settings: maxPercent.schema,
  checkStack: (stack, settings) => [
    ...ofControlPlanes(stack, (plane) => tooMuch(samplingOf(plane), settings)),
    ...decided(stack.of("telemetry.istio.io/Telemetry"), (telemetry) =>
      listAt(telemetry.props, "spec", "tracing")
        .flatMap((one, i) =>
          tooMuch(
            [`spec.tracing[${i}].randomSamplingPercentage`, at(one, "randomSamplingPercentage")],
            settings,
          ),
        )
        .map((message) => ({ message, about: telemetry })),
    ).found,
  ],
};

/**
 * Where a mesh says how much is traced, and what.
 * Source: proxyConfigSamplingValue of https://github.com/istio/istio/blob/1.22.0/pilot/pkg/networking/core/v1alpha3/tracing.go
 */
function samplingOf({ meshConfig, env }: ControlPlane): readonly [string, unknown] {
  const sampling = at(meshConfig, "defaultConfig", "tracing", "sampling") ?? 0;
  return sampling === 0
    ? ["istiod's PILOT_TRACE_SAMPLING", env["PILOT_TRACE_SAMPLING"] ?? 0]
    : ["meshConfig.defaultConfig.tracing.sampling", sampling];
}

function tooMuch([path, percent]: readonly [string, unknown], settings: Settings): string[] {
  const max = maxPercent.read(settings);
  return Number(percent) > max ? [`${path} is ${Number(percent)}, expected at most ${max}`] : [];
}

const registryOnlyOutbound: StackRule = {
  name: "registry-only-outbound",
  description: "Proxies let pods call only what the mesh knows",
  why: "Else a pod reaches any host of the internet past ServiceEntries and egress gateways, and nobody sees it.",
  remediation:
    "set tuning.outboundTraffic to REGISTRY_ONLY, give hosts outside a ServiceEntry, and take ALLOW_ANY out of Sidecars",
  severity: "medium",
  level: "advisory",
  source: `${bestPractices}#securing-egress-traffic`,
  checkStack: (stack) => [
    ...ofControlPlanes(stack, ({ meshConfig }) => {
      const mode = textAt(meshConfig, "outboundTrafficPolicy", "mode") ?? "ALLOW_ANY";
      return mode === "REGISTRY_ONLY"
        ? []
        : [`meshConfig.outboundTrafficPolicy.mode is ${mode}, expected REGISTRY_ONLY`];
    }),
    ...decided(stack.of("networking.istio.io/Sidecar"), (sidecar) =>
      textAt(sidecar.props, "spec", "outboundTrafficPolicy", "mode") === "ALLOW_ANY"
        ? [
            {
              message: "spec.outboundTrafficPolicy.mode is ALLOW_ANY, expected REGISTRY_ONLY",
              about: sidecar,
            },
          ]
        : [],
    ).found,
  ],
};

const connectionsKey = "overload.global_downstream_max_connections";
/** What proxies have of themselves: extractRuntimeFlags of https://github.com/istio/istio/blob/1.22.0/pkg/bootstrap/config.go */
const unlimited = 2 ** 31 - 1;

const downstreamConnectionLimit: StackRule = {
  name: "downstream-connection-limit",
  description: "Proxies take a limited number of connections",
  why: "Without a limit a client that opens one after the other takes a gateway's file descriptors and memory from all others.",
  remediation: `set meshConfig.defaultConfig.runtimeValues["${connectionsKey}"] to a text such as "50000" in tuning.overlays`,
  severity: "medium",
  level: "advisory",
  source: `${bestPractices}#configure-a-limit-on-downstream-connections`,
  checkStack: (stack) =>
    ofControlPlanes(stack, ({ meshConfig }) => {
      const limit = at(meshConfig, "defaultConfig", "runtimeValues", connectionsKey);
      const connections = Number(limit ?? unlimited);
      return connections > 0 && connections < unlimited
        ? []
        : [
            `meshConfig.defaultConfig.runtimeValues["${connectionsKey}"] is ${limit === undefined ? "not set" : JSON.stringify(limit)}, expected a number from 1 to ${unlimited - 1}`,
          ];
    }),
};

export const meshConfig: Subject = {
  title: "Config of the mesh",
  rules: [pathNormalization, boundedTraceSampling, registryOnlyOutbound, downstreamConnectionLimit],
};
