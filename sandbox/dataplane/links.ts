import { allPods, type ClusterAddresses, uplinks } from "../addresses";

/*
 * What the namespaces of the data plane are linked by, as lines for `ip -batch`:
 *
 *   pod ── node of east ─┬─ bridge of a network (nodes on it route each other's pods)
 *                        └─ bridge "outside"    (all nodes; only load balancers' addresses lead over it)
 *
 * A node is a namespace that routes for its cluster's pods. Nodes of different networks know no way to each other's
 * pods but the way back: what a node itself sends in answer, as the load balancer of a gateway does.
 */

/** Table for what a node itself sends. Its number has no meaning but to be none of the kernel's own (253 to 255). */
const answers = 100;

/** The bridge that leads from every node to every node. */
export const outside = "outside";

/** A node: its cluster's addresses, and the bridge of its network. */
export interface NodePlace {
  readonly addresses: ClusterAddresses;
  /** Number of the cluster in the address plan; it is in the names of the node's links. */
  readonly index: number;
  readonly bridge: string;
}

export function addBridge(bridge: string): string[] {
  return [`link add name ${bridge} type bridge`, `link set ${bridge} up`];
}

/** Links a node's namespace, that of process `pid`, to the bridges; to be run where these are. */
export function plugNode({ index, bridge }: NodePlace, pid: number): string[] {
  return [
    `link add name o${index} type veth peer name ${outside} netns ${pid}`,
    `link set o${index} master ${outside} up`,
    `link add name n${index} type veth peer name net netns ${pid}`,
    `link set n${index} master ${bridge} up`,
  ];
}

/** Takes a node's links away; to be run where the bridges are. */
export function unplugNode({ index }: NodePlace): string[] {
  return [`link del o${index}`, `link del n${index}`];
}

/** Moves a node to the bridge of another network; to be run where the bridges are. */
export function moveNode({ index, bridge }: NodePlace): string[] {
  return [`link set n${index} master ${bridge}`];
}

/** What a node is once it is linked; to be run in it. */
export function setUpNode({ addresses }: NodePlace): string[] {
  const prefix = uplinks.slice(uplinks.indexOf("/"));
  return [
    "link set lo up",
    `addr add ${addresses.node}/32 dev lo`,
    `link set ${outside} up`,
    `addr add ${addresses.uplink}${prefix} dev ${outside}`,
    "link set net up",
    // The node answers at all of these; which process, its relay knows.
    `route add local ${addresses.services} dev lo`,
    `route add local ${addresses.loadBalancers} dev lo`,
    // Said at once, where a packet without a route would be waited for.
    `route add unreachable ${allPods}`,
    `rule add iif lo lookup ${answers}`,
  ];
}

/** Makes a node answer, or no longer, at the address of a pod that has no namespace; to be run in it. */
export function answerAt(podIP: string): string {
  return `route replace local ${podIP}/32 dev lo`;
}
export function answerNoMoreAt(podIP: string): string {
  return `route del local ${podIP}/32 dev lo`;
}

/** A node's routes to the other clusters, each as `ip route replace` and `ip route del` take it. */
export function routesToPeers(node: NodePlace, peers: readonly NodePlace[]): string[] {
  return peers.flatMap((peer) => {
    const over = `via ${peer.addresses.uplink} dev ${outside}`;
    const pods =
      peer.bridge === node.bridge
        ? `via ${peer.addresses.node} dev net onlink src ${node.addresses.node}`
        : `${over} table ${answers}`;
    return [`${peer.addresses.loadBalancers} ${over}`, `${peer.addresses.pods} ${pods}`];
  });
}

/** Links a pod's namespace, that of process `pid`, to its node; to be run in the node. */
export function plugPod(addresses: ClusterAddresses, podIP: string, pid: number): string[] {
  const link = podLink(podIP);
  return [
    `link add name ${link} type veth peer name eth0 netns ${pid}`,
    `link set ${link} up`,
    `route add ${podIP}/32 dev ${link} src ${addresses.node}`,
  ];
}

/** Takes a pod's link away; to be run in the node. The namespace's end does so too, but some time later. */
export function unplugPod(podIP: string): string[] {
  return [`link del ${podLink(podIP)}`];
}

/** What a pod's namespace is once it is linked; to be run in it. */
export function setUpPod(addresses: ClusterAddresses, podIP: string): string[] {
  return [
    "link set lo up",
    `addr add ${podIP}/32 dev eth0`,
    "link set eth0 up",
    `route add ${addresses.node} dev eth0 scope link`,
    `route add default via ${addresses.node} dev eth0`,
  ];
}

/** At most 15 characters (IFNAMSIZ): the last octet tells the pods of a node apart. */
function podLink(podIP: string): string {
  return `pod${podIP.slice(podIP.lastIndexOf(".") + 1)}`;
}
