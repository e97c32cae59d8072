import { clusterAddresses } from "../../../../../sandbox/addresses";
import type { NodePlace } from "../../../../../sandbox/dataplane/links";

/** The node of cluster number `index`. */
export function placeOf(index: number, bridge = "net0"): NodePlace {
  return { addresses: clusterAddresses({ loopback: 20 }, index), index, bridge };
}
