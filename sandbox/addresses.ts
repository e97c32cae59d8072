/**
 * The address plan. A sandbox owns one loopback network 127.N.0.0/16, so every process keeps the port that its kind
 * has everywhere (6443, 15012, …) and two sandboxes never meet; N is chosen when the sandbox is made. Cluster number
 * I (from 1) owns 127.N.I.0/24, and stand-in ranges of its own for addresses that Kubernetes refuses on loopback.
 */
export interface SandboxAddresses {
  /** Second octet of the sandbox's loopback network. */
  readonly loopback: number;
}

/** Ports on which the control plane's processes listen, as everywhere. */
export const ports = {
  etcd: 2379,
  etcdPeer: 2380,
  apiServer: 6443,
  controllerManager: 10257,
  scheduler: 10259,
  /** Where the API server finds a node's kubelet, which is kwok. */
  kubelet: 10250,
} as const;

/** The address that etcd, which all clusters share, listens on. */
export function etcdAddress(sandbox: SandboxAddresses): string {
  return `127.${sandbox.loopback}.0.1`;
}

/** The addresses that belong to one cluster. */
export interface ClusterAddresses {
  /** Loopback address of the API server and the other processes of the control plane. */
  readonly controlPlane: string;
  /** Loopback address on which the process of the pod in slot `slot` (from 0) listens. */
  process(slot: number): string;
  /** The address that the pod in slot `slot` shows in its status; Endpoints refuse loopback addresses. */
  pod(slot: number): string;
  /** The range from which kwok gives addresses to the pods it simulates. */
  readonly simulatedPods: string;
  /** Address number `slot` (from 0) of the load balancers: 198.18.0.0/15 is reserved for tests (RFC 2544). */
  loadBalancer(slot: number): string;
  /** Name number `slot` of the load balancers that have a name; it stands for the address of the same number. */
  loadBalancerName(service: string, slot: number): string;
  /** Virtual addresses of Services. */
  readonly services: string;
  readonly firstService: string;
  readonly node: string;
  /** The range of all pods. */
  readonly pods: string;
  /** The range of the load balancers' addresses. */
  readonly loadBalancers: string;
  /** The node's address on the network that all clusters share (100.64.0.0/10 is for a provider's own use, RFC 6598). */
  readonly uplink: string;
}

/** The network that all clusters of a sandbox share. */
export const uplinks = "100.64.0.0/16";
/** The range in which all pods of all clusters have their addresses. */
export const allPods = "10.0.0.0/8";

/** How many clusters a sandbox can have: each has a second octet of 10.0.0.0/8, from 101. */
export const mostClusters = 150;
/** How many pods of one cluster can run as processes at the same time. */
export const processSlots = 200;
/** How many load-balancer addresses, and names for one Service name, one cluster can hand out. */
export const loadBalancerSlots = 250;

const namedZone = "elb.sandbox.internal";

/** The address behind a load balancer's name; undefined if the sandbox did not give the name. */
export function loadBalancerIP(name: string): string | undefined {
  const match = /-(?<index>\d+)-(?<slot>\d+)\.(?<zone>.+?)\.?$/.exec(name.toLowerCase());
  const { index, slot, zone } = match?.groups ?? {};
  return zone === namedZone ? loadBalancerAddress(Number(index), Number(slot)) : undefined;
}

function loadBalancerAddress(index: number, slot: number): string {
  return `198.18.${index}.${slot + 1}`;
}

export function clusterAddresses(sandbox: SandboxAddresses, index: number): ClusterAddresses {
  const loopback = `127.${sandbox.loopback}.${index}`;
  return {
    controlPlane: `${loopback}.1`,
    process: (slot) => `${loopback}.${slot + 10}`,
    pod: (slot) => `10.${100 + index}.200.${slot + 10}`,
    simulatedPods: `10.${100 + index}.0.0/17`,
    loadBalancer: (slot) => loadBalancerAddress(index, slot),
    // Cut as AWS does it: a Service's name may fill a DNS label alone.
    loadBalancerName: (service, slot) =>
      `${service.slice(0, 32)}-${index}-${slot}.${namedZone}`.toLowerCase(),
    services: "10.96.0.0/16",
    firstService: "10.96.0.1",
    node: `10.${100 + index}.255.1`,
    pods: `10.${100 + index}.0.0/16`,
    loadBalancers: `198.18.${index}.0/24`,
    uplink: `100.64.0.${index}`,
  };
}
