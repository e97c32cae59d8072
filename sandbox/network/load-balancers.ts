import type { V1Service } from "@kubernetes/client-node";
import { type ClusterAddresses, loadBalancerIP, loadBalancerSlots } from "../addresses";
import { type Kube, mergePatch } from "../kube";

/** Annotations by which AWS's controllers are told what to make; their load balancers have names and no fixed IP. */
const awsPrefix = "service.beta.kubernetes.io/aws-load-balancer-";

/** Gives every Service of type LoadBalancer an address, as a cloud's controller would: an IP, or on AWS a hostname. */
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
    const current = addressOf(service);
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
      taken.add(addressOf(other) ?? "");
    }
    const { name = "", namespace = "" } = service.metadata ?? {};
    const isNamed = Object.keys(service.metadata?.annotations ?? {}).some((one) =>
      one.startsWith(awsPrefix),
    );
    // A name stands for an address that no other has.
    const numbers = new Set([...taken].map((one) => loadBalancerIP(one) ?? one));
    const free = Array.from({ length: loadBalancerSlots }, (_, slot) => slot).find(
      (slot) => !numbers.has(this.addresses.loadBalancer(slot)),
    );
    if (free === undefined) {
      throw new Error(`all ${loadBalancerSlots} addresses are taken`);
    }
    const address = isNamed
      ? this.addresses.loadBalancerName(name, free)
      : this.addresses.loadBalancer(free);
    this.given.set(uid, address);
    const ingress = [isNamed ? { hostname: address } : { ip: address }];
    await this.kube.core.patchNamespacedServiceStatus(
      { name, namespace, body: { status: { loadBalancer: { ingress } } } },
      mergePatch,
    );
  }
}

function addressOf(service: V1Service): string | undefined {
  const [ingress] = service.status?.loadBalancer?.ingress ?? [];
  return ingress?.ip ?? ingress?.hostname;
}
