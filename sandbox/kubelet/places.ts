import { type ClusterAddresses, processSlots } from "../addresses";
import type { PodPlace } from "./pod-host";

/** The addresses at which a cluster's processes live; each is had by one at a time. */
export class Places {
  private readonly taken = new Set<string>();

  constructor(private readonly addresses: ClusterAddresses) {}

  /** A place that no process has; undefined when all are taken. */
  take(): PodPlace | undefined {
    for (let slot = 0; slot < processSlots; slot += 1) {
      const address = this.addresses.process(slot);
      if (!this.taken.has(address)) {
        this.taken.add(address);
        return { address, podIP: this.addresses.pod(slot), hostIP: this.addresses.node };
      }
    }
    return undefined;
  }

  /** To be called when the process has ended, and not before: until then it may listen. */
  release(place: PodPlace): void {
    this.taken.delete(place.address);
  }
}
