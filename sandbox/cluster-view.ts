import type { V1ConfigMap, V1Endpoints, V1Pod, V1Secret, V1Service } from "@kubernetes/client-node";
import type { ClusterAddresses } from "./addresses";
import { type Kube, type ObjectWatch, watchObjects } from "./kube";
import type { ProcessRuntime } from "./kubelet/runtime";
import { LoadBalancers } from "./network/load-balancers";

/** The objects of a cluster that the sandbox's own parts look at. */
export interface ClusterView {
  readonly services: ObjectWatch<V1Service>;
  readonly pods: ObjectWatch<V1Pod>;
  readonly endpoints: ObjectWatch<V1Endpoints>;
  stop(): Promise<void>;
}

/** Watches a cluster until the view is stopped, and lets the sandbox's parts act on what changes. */
export async function watchCluster(
  kube: Kube,
  runtime: ProcessRuntime,
  addresses: ClusterAddresses,
  networkChanged: () => void,
  log: (message: string) => void,
): Promise<ClusterView> {
  const balancers = new LoadBalancers(kube, addresses, log);
  const { core } = kube;
  const services = await watchObjects<V1Service>(
    kube,
    "/api/v1/services",
    () => core.listServiceForAllNamespaces(),
    {
      changed: (service) => {
        balancers.changed(service);
        networkChanged();
      },
      removed: (service) => {
        balancers.removed(service);
        networkChanged();
      },
    },
  );
  const endpoints = await watchObjects<V1Endpoints>(
    kube,
    "/api/v1/endpoints",
    () => core.listEndpointsForAllNamespaces(),
    { changed: networkChanged, removed: networkChanged },
  );
  const pods = await watchObjects<V1Pod>(
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
  const stop = async () => {
    await Promise.all([services, endpoints, pods, secrets, maps].map((one) => one.stop()));
  };
  return { services, endpoints, pods, stop };
}
