import { istioPorts } from "../../stacks/istio-ports";
import type { Exposure } from "../../stacks/topology";
import {
  crossNetworkGatewayName,
  eastWestGatewaySelector,
  istiodGatewayName,
  istiodVirtualServiceName,
} from "../names";
import { istiodDnsName } from "./certificates";

/** One object of Istio's networking API, in its root namespace. */
export interface NetworkingObject {
  readonly kind: "Gateway" | "VirtualService";
  readonly name: string;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** The version of the networking API that all served releases have. */
export const networkingApiVersion = "networking.istio.io/v1beta1";

const selector = { ...eastWestGatewaySelector };

/**
 * Lets connections of other networks through by SNI, without ending their TLS.
 * Source: https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/#expose-services-in-cluster1
 */
const services: readonly NetworkingObject[] = [
  {
    kind: "Gateway",
    name: crossNetworkGatewayName,
    spec: {
      selector,
      servers: [
        {
          port: { number: istioPorts.crossNetwork, name: "tls", protocol: "TLS" },
          tls: { mode: "AUTO_PASSTHROUGH" },
          hosts: ["*.local"],
        },
      ],
    },
  },
];

const istiodHost = `${istiodDnsName}.cluster.local`;

/** By the port of the gateway, the port of the Service istiod. */
const istiodRoutes = [
  { name: "tls-istiod", number: istioPorts.istiod, to: 15012 },
  { name: "tls-istiodwebhook", number: istioPorts.webhook, to: 443 },
];

/**
 * Lets remotes' proxies and API servers through to istiod, without ending their TLS.
 * Source: https://github.com/istio/istio/blob/master/samples/multicluster/expose-istiod.yaml
 */
const istiod: readonly NetworkingObject[] = [
  {
    kind: "Gateway",
    name: istiodGatewayName,
    spec: {
      selector,
      servers: istiodRoutes.map(({ name, number }) => ({
        port: { name, number, protocol: "TLS" },
        tls: { mode: "PASSTHROUGH" },
        hosts: ["*"],
      })),
    },
  },
  {
    kind: "VirtualService",
    name: istiodVirtualServiceName,
    spec: {
      hosts: ["*"],
      gateways: [istiodGatewayName],
      tls: istiodRoutes.map(({ number, to }) => ({
        match: [{ port: number, sniHosts: ["*"] }],
        route: [{ destination: { host: istiodHost, port: { number: to } } }],
      })),
    },
  },
];

const objects: Readonly<Record<Exposure, readonly NetworkingObject[]>> = { services, istiod };

/** Istio's config for what gateways let through. */
export function buildExposure(exposes: readonly Exposure[]): NetworkingObject[] {
  return exposes.flatMap((one) => objects[one]);
}
