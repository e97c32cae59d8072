import type { ControlPlaneAccess } from "./cluster-schema";
import { istioPorts } from "./istio-ports";
import type { Exposure } from "./topology";

/** One port of a gateway's Service; the name is Istio's. */
export interface GatewayPort {
  readonly name: string;
  readonly port: number;
  readonly targetPort: number;
}

/**
 * Ports of a gateway's Service; what leads to istiod is open only where remotes need it.
 * Source: https://github.com/istio/istio/blob/master/samples/multicluster/gen-eastwest-gateway.sh
 */
export function gatewayPorts(lets: readonly Exposure[], access: ControlPlaneAccess): GatewayPort[] {
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
