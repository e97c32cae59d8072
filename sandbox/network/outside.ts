import type { V1Service } from "@kubernetes/client-node";
import { loadBalancerIP } from "../addresses";
import type { ClusterNetwork } from "./cluster-network";
import { passThrough } from "./passthrough-gateway";
import {
  describeService,
  processAmong,
  processBehind,
  readyBackends,
  type Target,
} from "./service-backends";

/** Where external-dns (https://kubernetes-sigs.github.io/external-dns/) reads which names to publish for a Service. */
const externalDnsAnnotation = "external-dns.alpha.kubernetes.io/hostname";

/**
 * The process that answers at an address outside the cluster that asks: behind a load balancer of any cluster of the
 * sandbox, directly or through an Istio gateway. The sandbox plays the cloud's DNS and external-dns, and without a data
 * plane the gateway, too.
 * @throws Error saying what is missing, and in which cluster
 */
export async function resolveOutside(
  { host, port }: Target,
  from: ClusterNetwork,
  sandbox: readonly ClusterNetwork[],
): Promise<Target> {
  for (const cluster of sandbox) {
    const service = cluster.services().find((one) => answersTo(one, host));
    if (service !== undefined) {
      return from.fromNode === undefined
        ? behindLoadBalancer(cluster, service, port)
        : throughNode(from.fromNode, cluster, service, port);
    }
  }
  const names = sandbox.map((one) => one.name).join(", ") || "none is ready";
  throw new Error(`no load balancer of a cluster (${names}) has the address or name ${host}`);
}

/** Over the data plane, as a pod of the cluster that asks would get there. */
function throughNode(
  fromNode: (host: string, port: number) => Target,
  cluster: ClusterNetwork,
  service: V1Service,
  port: number,
): Target {
  if (readyBackends(cluster, service, port).length === 0) {
    throw new Error(`${describeService(cluster, service)} has no ready pod at port ${port}`);
  }
  const [address = ""] = balancerIPs(service);
  return fromNode(address, port);
}

async function behindLoadBalancer(
  cluster: ClusterNetwork,
  service: V1Service,
  port: number,
): Promise<Target> {
  const backends = readyBackends(cluster, service, port);
  const target = processAmong(cluster, backends);
  if (target !== undefined) {
    return target;
  }
  const [gateway] = backends;
  if (gateway === undefined) {
    throw new Error(`${describeService(cluster, service)} has no ready pod at port ${port}`);
  }
  const destination = await passThrough(cluster, gateway);
  return processBehind(cluster, destination.service, destination.port);
}

/** Whether a load balancer has the host as an address, or as a name; names are published once there is an address. */
function answersTo(service: V1Service, host: string): boolean {
  const { spec, status } = service;
  const ingress = status?.loadBalancer?.ingress ?? [];
  if (spec?.type !== "LoadBalancer" || ingress.length === 0) {
    return false;
  }
  const addresses = ingress.flatMap((one) => one.ip ?? []);
  return [...addresses, ...publishedNames(service)].includes(canonical(host));
}

/** The addresses of a load balancer, also where it shows a name in their place. */
export function balancerIPs({ status }: V1Service): string[] {
  const ingress = status?.loadBalancer?.ingress ?? [];
  return ingress.flatMap((one) => one.ip ?? loadBalancerIP(one.hostname ?? "") ?? []);
}

/** The names by which everyone finds a load balancer: its own, and those that external-dns is told to publish. */
export function publishedNames({ metadata, status }: V1Service): string[] {
  const own = (status?.loadBalancer?.ingress ?? []).flatMap((one) => one.hostname ?? []);
  const published = metadata?.annotations?.[externalDnsAnnotation]?.split(",") ?? [];
  return [...own, ...published].map(canonical);
}

function canonical(name: string): string {
  return name.trim().replace(/\.$/, "").toLowerCase();
}
