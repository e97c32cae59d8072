import type { V1Endpoints, V1Service } from "@kubernetes/client-node";
import { balancerIPs } from "../network/outside";
import type { Target } from "../network/service-backends";
import type { Forwards } from "./relay";

/** What the addresses of a cluster's node lead to. */
export interface Reachable {
  readonly services: readonly V1Service[];
  readonly endpoints: readonly V1Endpoints[];
  /** Where the processes outside the data plane listen, such as istiod's, by `address:port` of their pods. */
  readonly processes: Readonly<Record<string, Target>>;
}

/**
 * What kube-proxy and a cloud's load balancer know: each Service's virtual address and load balancer's address lead to
 * the addresses that its Endpoints call ready.
 */
export function forwardsOf({ services, endpoints, processes }: Reachable): Forwards {
  const byName = new Map(endpoints.map((one) => [keyOf(one), one]));
  const forwards: Record<string, readonly Target[]> = {};
  for (const [key, target] of Object.entries(processes)) {
    forwards[key] = [target];
  }
  for (const service of services) {
    // Another protocol's port may have the same number.
    const ports = (service.spec?.ports ?? []).filter((one) => (one.protocol ?? "TCP") === "TCP");
    for (const { name = "", port } of ports) {
      const targets = ready(byName.get(keyOf(service)), name);
      for (const address of addressesOf(service)) {
        forwards[`${address}:${port}`] = targets.map(
          (one) => processes[`${one.host}:${one.port}`] ?? one,
        );
      }
    }
  }
  return forwards;
}

/** The addresses at which a Service is found: that of the cluster, and those of its load balancer. */
function addressesOf(service: V1Service): string[] {
  const { spec } = service;
  const balanced = spec?.type === "LoadBalancer" ? balancerIPs(service) : [];
  const isVirtual = spec?.clusterIP !== undefined && !["", "None"].includes(spec.clusterIP);
  return isVirtual ? [spec.clusterIP ?? "", ...balanced] : balanced;
}

/** By the port's name, as kube-proxy does it. */
function ready(endpoints: V1Endpoints | undefined, portName: string): Target[] {
  return (endpoints?.subsets ?? []).flatMap(({ addresses = [], ports = [] }) => {
    const at = ports.find((one) => (one.name ?? "") === portName);
    return at === undefined ? [] : addresses.map(({ ip }) => ({ host: ip, port: at.port }));
  });
}

function keyOf({ metadata }: V1Service | V1Endpoints): string {
  return `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`;
}
