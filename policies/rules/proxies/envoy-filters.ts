import { istioNamespace } from "../../../stacks/istio-names";
import { namespaceOf } from "../../seen/resource";
import { ofKinds, type ResourceRule } from "../../rule";

const envoyFilter = "networking.istio.io/EnvoyFilter";

export const noEnvoyFilter: ResourceRule = {
  name: "no-envoy-filter",
  description: "An EnvoyFilter is only where it is allowed",
  why: "It changes Envoy's own config past all checks of Istio's: it can take authentication away, and breaks with any upgrade.",
  remediation: "say the same in Istio's own API, or name the filter in `allow` when it is reviewed",
  severity: "medium",
  level: "advisory",
  source: "https://istio.io/latest/docs/reference/config/networking/envoy-filter/",
  check: ofKinds([envoyFilter], (filter) =>
    namespaceOf(filter) === istioNamespace
      ? []
      : [`is an EnvoyFilter of namespace ${namespaceOf(filter) ?? "default"}, expected none`],
  ),
};

export const noMeshWideEnvoyFilter: ResourceRule = {
  ...noEnvoyFilter,
  name: "no-mesh-wide-envoy-filter",
  description: `An EnvoyFilter of ${istioNamespace} is only where it is allowed`,
  why: "There it changes Envoy's own config in every namespace, gateways included: one slip stops the whole mesh, or opens it.",
  severity: "high",
  check: ofKinds([envoyFilter], (filter) =>
    namespaceOf(filter) === istioNamespace
      ? [`is an EnvoyFilter of namespace ${istioNamespace}, expected none`]
      : [],
  ),
};
