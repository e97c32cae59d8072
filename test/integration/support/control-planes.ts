import assert from "node:assert/strict";
import { AppsV1Api } from "@kubernetes/client-node";
import type { TestCluster } from "./clusters";
import { changes } from "./stack";
import type { MeshUnderTest } from "./mesh-under-test";

/** Versions of the istiods of a cluster, by revision; those that are not ready are left out. */
export async function controlPlanesOf(cluster: TestCluster): Promise<Record<string, string>> {
  const { items } = await cluster
    .api(AppsV1Api)
    .listNamespacedDeployment({ namespace: "istio-system", labelSelector: "app=istiod" });
  return Object.fromEntries(
    items
      .filter(({ status }) => (status?.readyReplicas ?? 0) > 0)
      .map(({ metadata, spec }) => [
        metadata?.labels?.["istio.io/rev"] ?? "",
        spec?.template.spec?.containers[0]?.image?.split(":").at(-1) ?? "",
      ]),
  );
}

/** What each istiod of a cluster says of the other clusters, by the name of its pod. */
export async function synced(cluster: TestCluster): Promise<Record<string, string[]>> {
  const asked = cluster.istiods().map(async ({ pod, ports }) => {
    const response = await fetch(`http://${ports.debug}/debug/clusterz`);
    const known = (await response.json()) as { id: string; syncStatus: string }[];
    const others = known.filter((one) => one.id !== cluster.name);
    return [
      pod.replace(/(-[a-z0-9]+){2}$/, ""),
      others.map((one) => `${one.id} ${one.syncStatus}`),
    ] as const;
  });
  return Object.fromEntries(await Promise.all(asked));
}

/** Another `up` has nothing to do. */
export async function askNothing({ stack }: MeshUnderTest): Promise<void> {
  assert.deepEqual(changes(await stack.up()), []);
}
