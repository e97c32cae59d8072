import type { ControlPlaneAccess } from "./cluster-schema";
import { istioPorts } from "./istio-ports";
import type { Exposure } from "./topology";

/** One port of a gateway's Service. */
export interface GatewayPort {
  readonly name: string;
  readonly port: number;
  readonly targetPort: number;
  /** Undefined where there is none, or Kubernetes chooses it. */
  readonly nodePort?: number | undefined;
}

/**
 * Ports of an east-west gateway's Service, with Istio's names; what leads to istiod is open only where remotes need it.
 * Source: https://github.com/istio/istio/blob/master/samples/multicluster/gen-eastwest-gateway.sh
 */
export function eastWestGatewayPorts(
  lets: readonly Exposure[],
  access: ControlPlaneAccess,
): GatewayPort[] {
  const serves = lets.includes("istiod");
  const port = (name: string, number: number): GatewayPort => ({
    name,
    port: number,
    targetPort: number,
  });
  return [
    port("status-port", istioPorts.status),
    ...(lets.includes("services") ? [port("tls", istioPorts.crossNetwork)] : []),
    ...(serves
      ? [port("tls-istiod", istioPorts.istiod), port("tls-webhook", istioPorts.webhook)]
      : []),
    // A Service of type ExternalName maps no ports: a webhook that goes through one is called on 443.
    ...(serves && access === "webhookOn443"
      ? [{ ...port("tls-webhook-443", istioPorts.webhook), port: 443 }]
      : []),
  ];
}

const forRequests: readonly GatewayPort[] = [
  { name: "http2", port: 80, targetPort: 8080 },
  { name: "https", port: 443, targetPort: 8443 },
];

/**
 * Ports of a gateway whose config names none, as Istio's own charts have them. The first one is where load balancers that
 * check a port see whether the gateway is there: https://github.com/istio/istio/issues/12503
 * Source: https://github.com/istio/istio/tree/release-1.22/manifests/charts/gateways
 */
export const kindPorts: Readonly<Record<"ingress" | "egress", readonly GatewayPort[]>> = {
  ingress: [
    { name: "status-port", port: istioPorts.status, targetPort: istioPorts.status },
    ...forRequests,
  ],
  egress: forRequests,
};
