/** Names that Istio fixes and that the plan needs; components/names.ts has those that only the build half needs. */

/** Istio's root namespace: https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/ (rootNamespace). */
export const istioNamespace = "istio-system";

/** Namespace of the in-cluster operator, as `istioctl operator init` had it up to Istio 1.23. */
export const operatorNamespace = "istio-operator";

/** https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/ */
export const eastWestGatewayName = "istio-eastwestgateway";
export const eastWestGatewaySelector = { istio: "eastwestgateway" } as const;

/** https://github.com/istio/istio/tree/release-1.22/manifests/charts/gateways */
export const ingressGatewaySelector = { istio: "ingressgateway" } as const;
export const egressGatewaySelector = { istio: "egressgateway" } as const;

/** https://istio.io/latest/docs/tasks/security/authentication/authn-policy/#globally-enabling-istio-mutual-tls-in-strict-mode */
export const peerAuthenticationName = "default";
/** https://istio.io/latest/docs/concepts/security/#allow-nothing-deny-all-and-allow-all-policy */
export const allowNothingName = "allow-nothing";
/** Ours: beside it, what lets connections through east-west gateways. */
export const eastWestGatewayPolicyName = "allow-eastwestgateway";

/** https://istio.io/latest/docs/reference/config/labels/#TopologyNetwork */
export const networkLabel = "topology.istio.io/network";

/** The container of sidecars and gateways alike: https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/ */
export const proxyContainer = "istio-proxy";
