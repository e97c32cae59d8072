import type { V1Pod } from "@kubernetes/client-node";
import type { TestCluster } from "./clusters";

/** Where the service `echo` and its pod are; istiod injects what is made there. */
export const echoNamespace = "sample";

/** Makes the namespace, and in it a service whose pods may be in any cluster. */
export async function makeEchoService({ core }: TestCluster): Promise<void> {
  await core.createNamespace({
    body: { metadata: { name: echoNamespace, labels: { "istio-injection": "enabled" } } },
  });
  await core.createNamespacedService({
    namespace: echoNamespace,
    body: {
      metadata: { name: "echo" },
      spec: { selector: { app: "echo" }, ports: [{ name: "http", port: 80, targetPort: 8080 }] },
    },
  });
}

/** @returns the pod as the webhook has left it */
export function makeEchoPod({ core }: TestCluster): Promise<V1Pod> {
  return core.createNamespacedPod({
    namespace: echoNamespace,
    body: {
      metadata: { name: "echo", labels: { app: "echo" } },
      spec: {
        // The namespace is kept for half of it after its deletion.
        terminationGracePeriodSeconds: 0,
        containers: [{ name: "echo", image: "example/echo:1" }],
      },
    },
  });
}

/** What a proxy is told of its place. */
export interface ProxyPlace {
  readonly cluster: string | undefined;
  readonly network: string | undefined;
  readonly mesh: string | undefined;
}

export function proxyPlace(pod: V1Pod): ProxyPlace {
  const proxy = pod.spec?.containers.find((one) => one.name === "istio-proxy");
  const env = Object.fromEntries((proxy?.env ?? []).map((one) => [one.name, one.value]));
  return {
    cluster: env["ISTIO_META_CLUSTER_ID"],
    network: env["ISTIO_META_NETWORK"],
    mesh: env["ISTIO_META_MESH_ID"],
  };
}

interface Endpoint {
  readonly Address: string;
  readonly Network: string;
}

interface Shards {
  readonly [service: string]: Record<string, { Shards: Record<string, Endpoint[]> }> | undefined;
}

/** The endpoints of `echo` in a cluster, as the istiod of `watcher` knows them. */
export async function echoEndpoints(watcher: TestCluster, cluster: string): Promise<Endpoint[]> {
  const shards = (await watcher.debug("/debug/endpointShardz")) as Shards;
  const service = shards[`echo.${echoNamespace}.svc.cluster.local`];
  const found = service?.[echoNamespace]?.Shards[`Kubernetes/${cluster}`] ?? [];
  return found.map(({ Address, Network }) => ({ Address, Network }));
}
