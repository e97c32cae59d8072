import type { ControlPlaneAccess } from "./cluster-schema";
import { eastWestGatewayPorts, type GatewayPort, kindPorts } from "./gateway-ports";
import type { EastWestGatewayConfig, GatewayConfig, GatewayTuning } from "./gateway-schema";
import { isOn } from "./is-on";
import {
  eastWestGatewayName,
  eastWestGatewaySelector,
  egressGatewaySelector,
  ingressGatewaySelector,
  istioNamespace,
  networkLabel,
} from "./istio-names";
import { istioPorts } from "./istio-ports";
import type { ClusterTopology } from "./topology";

export type ServiceType = "LoadBalancer" | "ClusterIP" | "NodePort";

/** One gateway of one cluster, of whatever kind. */
export interface GatewayPlan {
  readonly kind: "eastWest" | GatewayConfig["kind"];
  /** Name of all its objects. */
  readonly name: string;
  readonly namespace: string;
  /** Labels of its objects and pods, beside `app`, which is its name: by them others find it. */
  readonly labels: Readonly<Record<string, string>>;
  /** By which its Deployment and Service know its pods. To change it would replace the Deployment. */
  readonly selector: Readonly<Record<string, string>>;
  /** The only network whose endpoints its proxies are told of; undefined if they are told of all. */
  readonly networkView: string | undefined;
  readonly ports: readonly GatewayPort[];
  /** Ports that its pods name, beside that of their metrics; it opens none. */
  readonly podPorts: readonly number[];
  readonly service: {
    readonly type: ServiceType;
    readonly annotations: Readonly<Record<string, string>>;
    readonly sourceRanges: readonly string[];
    readonly externalTrafficPolicy: "Cluster" | "Local" | undefined;
  };
  readonly tuning: GatewayTuning;
}

/** A cluster's east-west gateway; undefined if it has none. */
export function planEastWestGateway(
  { sourceRanges, serviceAnnotations, ...tuning }: EastWestGatewayConfig,
  { gateway: lets, network }: ClusterTopology,
  access: ControlPlaneAccess,
): GatewayPlan | undefined {
  if (lets.length === 0) {
    return undefined;
  }
  return {
    kind: "eastWest",
    name: eastWestGatewayName,
    namespace: istioNamespace,
    // The network's is what peers' istiods look for.
    labels: { ...eastWestGatewaySelector, [networkLabel]: network },
    selector: { ...eastWestGatewaySelector },
    networkView: network,
    ports: eastWestGatewayPorts(lets, access),
    // All that there can be: the first remote must not restart the gateway.
    podPorts: Object.values(istioPorts),
    service: {
      type: "LoadBalancer",
      annotations: serviceAnnotations,
      sourceRanges,
      externalTrafficPolicy: undefined,
    },
    tuning,
  };
}

/**
 * What the kind of a gateway decides where its config does not.
 * Source: https://github.com/istio/istio/tree/release-1.22/manifests/charts/gateways
 */
const defaults = {
  ingress: { labels: ingressGatewaySelector, type: "LoadBalancer" },
  egress: { labels: egressGatewaySelector, type: "ClusterIP" },
} as const;

/** The gateways of a cluster that the config names, in its order. */
export function planGateways(gateways: readonly GatewayConfig[], cluster: string): GatewayPlan[] {
  return gateways.flatMap((gateway): GatewayPlan[] => {
    const { name, kind, namespace, clusters, ports, labels, service, ...tuning } = gateway;
    if (!isOn(cluster, clusters)) {
      return [];
    }
    const { annotations, sourceRanges, externalTrafficPolicy } = service;
    return [
      {
        kind,
        name,
        namespace,
        labels: labels ?? defaults[kind].labels,
        // Not the labels, which can be changed, and which other gateways may have as well.
        selector: { app: name },
        networkView: undefined,
        ports: ports?.map(withTarget) ?? kindPorts[kind],
        podPorts: [],
        service: { type: serviceTypeOf(gateway), annotations, sourceRanges, externalTrafficPolicy },
        tuning,
      },
    ];
  });
}

function withTarget(port: NonNullable<GatewayConfig["ports"]>[number]): GatewayPort {
  return { ...port, targetPort: port.targetPort ?? port.port };
}

/** The type of a gateway's Service: what its config says, else what its kind has. */
export function serviceTypeOf({ kind, service }: GatewayConfig): ServiceType {
  return service.type ?? defaults[kind].type;
}
