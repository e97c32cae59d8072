import assert from "node:assert/strict";
import { AppsV1Api } from "@kubernetes/client-node";
import { pause } from "../../../sandbox/pause";
import { startTraffic } from "../../../sandbox/traffic/run";
import { sampleNamespace } from "../../../sandbox/traffic/sample";
import { imageTag } from "../../../stacks/versions/image-version";
import { eventually, type TestCluster } from "./clusters";
import { injectedBy, proxyVersions, restart } from "./identities";
import type { MeshUnderTest } from "./mesh-under-test";
import { changes } from "./stack";
import { expectAllArrived, sampleOf } from "./traffic";

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
        imageTag(spec?.template.spec?.containers[0]?.image ?? ""),
      ]),
  );
}

/** What each istiod of a cluster says of the other clusters, by the name of its Deployment; one may not answer yet. */
export async function synced(cluster: TestCluster): Promise<Record<string, string[]>> {
  const asked = cluster.istiods().map(async ({ pod, ports }): Promise<[string, string[]]> => {
    const deployment = pod.replace(/(-[a-z0-9]+){2}$/, "");
    try {
      const response = await fetch(`http://${ports.debug}/debug/clusterz`);
      const known = (await response.json()) as { id: string; syncStatus: string }[];
      const others = known.filter((one) => one.id !== cluster.name);
      return [deployment, others.map((one) => `${one.id} ${one.syncStatus}`)];
    } catch {
      return [deployment, ["no answer"]];
    }
  });
  return Object.fromEntries(await Promise.all(asked));
}

/** Does something while these istiods of every cluster have all other clusters in sync, at every moment. */
export async function whileSynced<T>(
  { clusters }: MeshUnderTest,
  deployments: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  const losses = new Set<string>();
  let moments = 0;
  const watch = async () => {
    while (!ended.signal.aborted) {
      for (const cluster of clusters) {
        const others = clusters.filter((one) => one !== cluster).map((one) => `${one.name} synced`);
        const found = await synced(cluster);
        for (const name of deployments) {
          if (found[name]?.join() !== others.join()) {
            losses.add(`${name} of ${cluster.name}: ${found[name]?.join() ?? "gone"}`);
          }
        }
      }
      moments += 1;
      await pause(500, ended.signal);
    }
  };
  const watching = watch();
  try {
    return await work();
  } finally {
    ended.abort();
    await watching;
    assert.deepEqual([...losses], []);
    assert.ok(moments > 2, `looked at ${moments} times`);
  }
}

/** Another `up` has nothing to do. */
export async function askNothing({ stack }: MeshUnderTest): Promise<void> {
  assert.deepEqual(changes(await stack.up()), []);
}

type Kind = "gateway" | "echo";

/** All pods of a kind, on every cluster, have their proxy from one control plane. */
export function expectInjectedBy(mesh: MeshUnderTest, kind: Kind, revision: string): Promise<void> {
  return expectOfAll(mesh, kind, injectedBy, revision);
}

/** All pods of a kind, on every cluster, have a proxy of one version. */
export function expectProxiesOf(mesh: MeshUnderTest, kind: Kind, version: string): Promise<void> {
  return expectOfAll(mesh, kind, proxyVersions, version);
}

async function expectOfAll(
  { clusters }: MeshUnderTest,
  kind: Kind,
  ask: (cluster: TestCluster, namespace: string, label: string) => Promise<string[]>,
  wanted: string,
): Promise<void> {
  const [namespace, label] =
    kind === "echo" ? [sampleNamespace, "app=echo"] : ["istio-system", "istio=eastwestgateway"];
  for (const cluster of clusters) {
    await eventually(
      `${kind} of ${cluster.name} by ${wanted}`,
      () => ask(cluster, namespace, label),
      (found) => found.length > 0 && found.every((one) => one === wanted),
    );
  }
}

/** Replaces the sample workloads cluster by cluster, each while the others ask it, if there are any. */
export async function restartSamples(mesh: MeshUnderTest): Promise<void> {
  for (const cluster of mesh.clusters) {
    const samples = await sampleOf(mesh);
    const servers = samples.filter((one) => one.name === cluster.name);
    const clients = samples.filter((one) => one.name !== cluster.name);
    if (clients.length === 0) {
      await restart(cluster, sampleNamespace, "echo");
      continue;
    }
    const traffic = await startTraffic(clients, servers, { intervalMs: 200, timeoutMs: 10_000 });
    await restart(cluster, sampleNamespace, "echo");
    await pause(4_000);
    expectAllArrived(await traffic.stop());
  }
}
