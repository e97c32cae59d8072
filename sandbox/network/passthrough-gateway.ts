import type { V1ObjectMeta, V1Service } from "@kubernetes/client-node";
import type { ClusterNetwork } from "./cluster-network";
import { type Backend, hasLabels } from "./service-backends";

/** What the sandbox reads of https://istio.io/latest/docs/reference/config/networking/gateway/ */
export interface IstioGateway {
  readonly metadata?: V1ObjectMeta;
  readonly spec?: {
    readonly selector?: Readonly<Record<string, string>>;
    readonly servers?: readonly {
      readonly port?: { readonly number?: number };
      readonly tls?: { readonly mode?: string };
    }[];
  };
}

/** Where a route of a VirtualService leads. */
interface Destination {
  readonly host?: string;
  readonly port?: { readonly number?: number };
}

/** What the sandbox reads of https://istio.io/latest/docs/reference/config/networking/virtual-service/ */
export interface IstioVirtualService {
  readonly metadata?: V1ObjectMeta;
  readonly spec?: {
    readonly gateways?: readonly string[];
    readonly tls?: readonly {
      readonly match?: readonly { readonly port?: number }[];
      readonly route?: readonly { readonly destination?: Destination }[];
    }[];
  };
}

/**
 * The Service, of the gateway's own cluster, to which a simulated gateway pod passes TLS on at one of its ports, as
 * Istio's config says. Names that clients ask for (SNI) play no part: a proxy that is asked for a tunnel does not know
 * them yet.
 * @throws Error naming the Gateway, VirtualService or Service that is missing
 */
export async function passThrough(
  cluster: ClusterNetwork,
  { pod, port }: Backend,
): Promise<{ readonly service: V1Service; readonly port: number }> {
  const at = `port ${port} of pod ${nameOf(pod.metadata)} of cluster ${cluster.name}`;
  const gateways = (await cluster.gateways())
    .filter(({ spec }) => hasLabels(pod, spec?.selector ?? {}) && passesThrough(spec, port))
    .map((gateway) => nameOf(gateway.metadata));
  if (gateways.length === 0) {
    throw new Error(`no Gateway passes TLS through ${at}`);
  }
  for (const { metadata, spec } of await cluster.virtualServices()) {
    const namespace = metadata?.namespace ?? "";
    const bound = (spec?.gateways ?? []).map((one) =>
      one.includes("/") ? one : `${namespace}/${one}`,
    );
    const route = tlsRoute(spec, port);
    if (route !== undefined && bound.some((one) => gateways.includes(one))) {
      return destinationOf(cluster, route, metadata);
    }
  }
  throw new Error(`no VirtualService of Gateway ${gateways.join(", ")} routes TLS from ${at}`);
}

function passesThrough(spec: IstioGateway["spec"], port: number): boolean {
  const servers = spec?.servers ?? [];
  return servers.some((one) => one.port?.number === port && one.tls?.mode === "PASSTHROUGH");
}

function tlsRoute(spec: IstioVirtualService["spec"], port: number): Destination | undefined {
  const routes = spec?.tls ?? [];
  const found = routes.find(({ match = [] }) => match.some((one) => one.port === port));
  return found?.route?.[0]?.destination;
}

function destinationOf(
  cluster: ClusterNetwork,
  { host = "", port }: Destination,
  of: V1ObjectMeta | undefined,
): { service: V1Service; port: number } {
  const service = cluster.services().find(({ metadata: { name = "", namespace = "" } = {} }) => {
    const full = `${name}.${namespace}.svc`;
    const isShort = host === name && namespace === of?.namespace;
    return isShort || host === full || host === `${full}.cluster.local`;
  });
  if (service === undefined || port?.number === undefined) {
    const missing = service === undefined ? "and there is no such service" : "without a port";
    const name = `VirtualService ${nameOf(of)} of cluster ${cluster.name}`;
    throw new Error(`${name} leads to ${host}, ${missing}`);
  }
  return { service, port: port.number };
}

function nameOf(metadata: V1ObjectMeta | undefined): string {
  return `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`;
}
