import type { V1Service } from "@kubernetes/client-node";
import type { ClusterNetwork } from "./cluster-network";
import { resolveOutside } from "./outside";
import {
  describeService,
  parseTarget,
  processBehind,
  selectsPods,
  servicePort,
  type Target,
} from "./service-backends";

/**
 * The process that a cluster's API server reaches at `host:port`: a node's kubelet; a ready pod behind a ClusterIP; or
 * what the Endpoints of a Service without selector, or the host itself, name outside the cluster.
 * @param sandbox all clusters that can be asked
 * @throws Error saying what is missing, and in which cluster
 */
export async function resolveTarget(
  asked: string,
  from: ClusterNetwork,
  sandbox: readonly ClusterNetwork[],
): Promise<Target> {
  const target = parseTarget(asked);
  if (target.host === from.node.address) {
    return { host: from.node.kubelet, port: target.port };
  }
  const service = from.services().find((one) => one.spec?.clusterIP === target.host);
  if (service === undefined) {
    return outside(`${asked} is outside cluster ${from.name}`, target, from, sandbox);
  }
  if (selectsPods(service)) {
    return processBehind(from, service, target.port);
  }
  const address = await endpointAddress(from, service, target.port);
  const via = `${describeService(from, service)} leads to ${address.host}:${address.port}`;
  return outside(via, address, from, sandbox);
}

async function outside(
  via: string,
  target: Target,
  from: ClusterNetwork,
  sandbox: readonly ClusterNetwork[],
): Promise<Target> {
  try {
    return await resolveOutside(target, from, sandbox);
  } catch (error) {
    throw new Error(`${via}: ${(error as Error).message}`, { cause: error });
  }
}

async function endpointAddress(
  cluster: ClusterNetwork,
  service: V1Service,
  port: number,
): Promise<Target> {
  const { name: portName = "" } = servicePort(cluster, service, port);
  const { name = "", namespace = "" } = service.metadata ?? {};
  const endpoints = await cluster.endpoints(namespace, name);
  if (endpoints === undefined) {
    throw new Error(`${describeService(cluster, service)} has neither a selector nor Endpoints`);
  }
  for (const { addresses = [], ports = [] } of endpoints.subsets ?? []) {
    // By name, as kube-proxy does it: where there is no selector, it never looks at the Service's targetPort.
    const found = ports.find((one) => (one.name ?? "") === portName);
    const [address] = addresses;
    if (address !== undefined && found !== undefined) {
      return { host: address.ip, port: found.port };
    }
  }
  throw new Error(
    `the Endpoints of ${describeService(cluster, service)} have no ready address with a port named "${portName}"`,
  );
}
