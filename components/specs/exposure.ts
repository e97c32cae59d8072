import { istioPorts } from "../../stacks/istio-ports";
import type { Exposure } from "../../stacks/topology";
import {
  crossNetworkGatewayName,
  eastWestGatewaySelector,
  istiodGatewayName,
  istiodVirtualServiceName,
  istioNamespace,
} from "../names";
import { istiodService } from "./revision-tag";

/** One object of Istio's networking API, in its root namespace. */
export interface NetworkingObject {
  readonly kind: "Gateway" | "VirtualService";
  readonly name: string;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** The version of the networking API that all served releases have. */
export const networkingApiVersion = "networking.istio.io/v1beta1";

/** The mesh's own first. */
export type Revisions = readonly [string, ...string[]];

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

/** By the port of the gateway, the port of the Service istiod. */
const istiodRoutes = [
  { name: "tls-istiod", number: istioPorts.istiod, to: 15012 },
  { name: "tls-istiodwebhook", number: istioPorts.webhook, to: 443 },
];

/**
 * Lets remotes' proxies and API servers through to istiod, without ending their TLS. Who asks for another control plane
 * than the first asks for it by the name of its Service.
 * Source: https://github.com/istio/istio/blob/master/samples/multicluster/expose-istiod.yaml and expose-istiod-rev.yaml.tmpl
 */
const istiod = ([own, ...others]: Revisions): readonly NetworkingObject[] => [
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
      tls: istiodRoutes.flatMap((route) => [
        ...others.map((revision) => istiodRoute(route, revision, istiodHost(revision))),
        istiodRoute(route, own, "*"),
      ]),
    },
  },
];

/** By the names with which TLS connections ask for it. */
function istiodRoute(
  { number, to }: (typeof istiodRoutes)[number],
  revision: string,
  sniHost: string,
) {
  const host = `${istiodHost(revision)}.cluster.local`;
  return {
    match: [{ port: number, sniHosts: [sniHost] }],
    route: [{ destination: { host, port: { number: to } } }],
  };
}

function istiodHost(revision: string): string {
  return `${istiodService(revision)}.${istioNamespace}.svc`;
}

/**
 * Istio's config for what gateways let through.
 * @param revisions control planes of the primary
 */
export function buildExposure(
  exposes: readonly Exposure[],
  revisions: Revisions,
): NetworkingObject[] {
  const objects = { services, istiod: istiod(revisions) };
  return exposes.flatMap((one) => objects[one]);
}
