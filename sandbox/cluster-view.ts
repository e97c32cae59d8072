import type { V1ConfigMap, V1Pod, V1Secret, V1Service } from "@kubernetes/client-node";
import type { ClusterAddresses } from "./addresses";
import { type Kube, type ObjectWatch, watchObjects } from "./kube";
import type { ProcessRuntime } from "./kubelet/runtime";
import { LoadBalancers } from "./load-balancers";

/** The objects of a cluster that the sandbox's own parts look at. */
export class ClusterView {
  services: ObjectWatch<V1Service> | undefined;
  pods: ObjectWatch<V1Pod> | undefined;

  async watch(
    kube: Kube,
    runtime: ProcessRuntime,
    addresses: ClusterAddresses,
    log: (message: string) => void,
  ): Promise<{ stop(): Promise<void> }[]> {
    const balancers = new LoadBalancers(kube, addresses, log);
    const { core } = kube;
    this.services = await watchObjects<V1Service>(
      kube,
      "/api/v1/services",
      () => core.listServiceForAllNamespaces(),
      {
        changed: (service) => balancers.changed(service),
        removed: (service) => balancers.removed(service),
      },
    );
    this.pods = await watchObjects<V1Pod>(
      kube,
      "/api/v1/pods",
      () => core.listPodForAllNamespaces(),
      {
        changed: (pod) => runtime.podChanged(pod),
        removed: (pod) => runtime.podRemoved(pod),
      },
    );
    const secrets = await watchObjects<V1Secret>(
      kube,
      "/api/v1/secrets",
      () => core.listSecretForAllNamespaces(),
      {
        changed: (one) => runtime.secretChanged(one),
        removed: (one) => runtime.secretChanged(one),
      },
    );
    const maps = await watchObjects<V1ConfigMap>(
      kube,
      "/api/v1/configmaps",
      () => core.listConfigMapForAllNamespaces(),
      {
        changed: (one) => runtime.configMapChanged(one),
        removed: (one) => runtime.configMapChanged(one),
      },
    );
    return [this.services, this.pods, secrets, maps];
  }
}
