import type { V1Service } from "@kubernetes/client-node";
import { type ClusterAddresses, loadBalancerSlots } from "./addresses";
import { type Kube, mergePatch } from "./kube";

/** Gives every Service of type LoadBalancer an address, as a cloud's controller would. */
export class LoadBalancers {
  private readonly given = new Map<string, string>();
  /** One after the other, or two would get the same address. */
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly kube: Kube,
    private readonly addresses: ClusterAddresses,
    private readonly log: (message: string) => void,
  ) {}

  changed(service: V1Service): void {
    const uid = service.metadata?.uid ?? "";
    const current = service.status?.loadBalancer?.ingress?.[0]?.ip;
    if (service.spec?.type !== "LoadBalancer") {
      this.given.delete(uid);
    } else if (current !== undefined) {
      this.given.set(uid, current);
    } else {
      this.work = this.work
        .then(() => this.give(service, uid))
        .catch((error: unknown) => {
          this.given.delete(uid);
          this.log(`no address for service ${service.metadata?.name ?? ""}: ${String(error)}`);
        });
    }
  }

  removed(service: V1Service): void {
    this.given.delete(service.metadata?.uid ?? "");
  }

  private async give(service: V1Service, uid: string): Promise<void> {
    if (this.given.has(uid)) {
      return;
    }
    // Asked for, because a service that was seen before this one's neighbours says nothing of theirs.
    const services = await this.kube.core.listServiceForAllNamespaces();
    const taken = new Set(this.given.values());
    for (const other of services.items) {
      taken.add(other.status?.loadBalancer?.ingress?.[0]?.ip ?? "");
    }
    const slots = Array.from({ length: loadBalancerSlots }, (_, slot) => slot);
    const ip = slots
      .map((slot) => this.addresses.loadBalancer(slot))
      .find((one) => !taken.has(one));
    if (ip === undefined) {
      throw new Error(`all ${loadBalancerSlots} addresses are taken`);
    }
    this.given.set(uid, ip);
    await this.kube.core.patchNamespacedServiceStatus(
      {
        name: service.metadata?.name ?? "",
        namespace: service.metadata?.namespace ?? "",
        body: { status: { loadBalancer: { ingress: [{ ip }] } } },
      },
      mergePatch,
    );
  }
}
