import {
  AppsV1Api,
  KubernetesObjectApi,
  type KubernetesObject,
  PatchStrategy,
} from "@kubernetes/client-node";
import { connect, type Kube, orNone } from "../kube";
import { pause } from "../pause";
import type { SandboxStatus } from "../status";
import {
  echo,
  type SampleCluster,
  sampleNamespace,
  type SampleSettings,
  sampleWorkload,
} from "./sample";
import { sampleConfig } from "./sample-config";

const readyTimeoutMs = 90_000;
const manager = "istio-mesh-sandbox";

/** A cluster of the sandbox in which sample workloads run. */
export interface DeployedSample extends SampleCluster {
  readonly kube: Kube;
  /** Unix socket by which its program is asked. */
  readonly control: string;
}

/**
 * Brings the sample workloads into all clusters of a sandbox; what is there already is left as it is.
 * @throws Error naming the clusters whose workload does not become ready, and what its pods wait for
 */
export async function deploySample(
  status: () => SandboxStatus,
  clusters: readonly SampleCluster[],
  settings: SampleSettings = {},
): Promise<DeployedSample[]> {
  const connected = clusters.map((one) => ({
    ...one,
    kube: connect(status().clusters[one.name]?.kubeconfig ?? ""),
  }));
  await Promise.all(
    connected.map(async (cluster) => {
      await applyAll(cluster.kube, sampleWorkload(cluster, settings));
      const programs = status().clusters[cluster.name]?.processes ?? [];
      if (programs.some((one) => one.program === "pilot-discovery")) {
        await applyAll(cluster.kube, sampleConfig(clusters));
      }
    }),
  );
  return Promise.all(
    connected.map(async (cluster) => ({
      ...cluster,
      control: await untilReady(status, cluster.name, cluster.kube),
    })),
  );
}

/** Takes the sample workloads away again. */
export async function removeSample(kubes: readonly Kube[]): Promise<void> {
  await removeNamespace(kubes, sampleNamespace);
}

/** Takes a namespace away with all that is in it, and returns when it is gone. */
export async function removeNamespace(kubes: readonly Kube[], name: string): Promise<void> {
  await Promise.all(kubes.map((kube) => orNone(kube.core.deleteNamespace({ name }))));
  for (const kube of kubes) {
    while ((await orNone(kube.core.readNamespace({ name }))) !== undefined) {
      await pause(100);
    }
  }
}

/** Makes objects, or what differs of them. */
export async function applyAll(kube: Kube, objects: readonly KubernetesObject[]): Promise<void> {
  const api = kube.config.makeApiClient(KubernetesObjectApi);
  for (const object of objects) {
    await api.patch(object, undefined, undefined, manager, true, PatchStrategy.ServerSideApply);
  }
}

/** Returns the control socket of the workload's program, once all that is to be rolled out is. */
async function untilReady(
  status: () => SandboxStatus,
  cluster: string,
  kube: Kube,
): Promise<string> {
  const deadline = Date.now() + readyTimeoutMs;
  for (;;) {
    const pods = await rolledOut(kube);
    const programs = status().clusters[cluster]?.processes ?? [];
    const program = programs.find(
      (one) => one.program === echo && pods.some((pod) => pod === one.pod),
    );
    if (program?.control !== undefined) {
      return program.control;
    }
    if (Date.now() > deadline) {
      throw new Error(`the sample workload of ${cluster} is not ready: ${await reasons(kube)}`);
    }
    await pause(100);
  }
}

/** Names of the workload's ready pods; none while some are to be replaced. */
async function rolledOut(kube: Kube): Promise<string[]> {
  const namespace = sampleNamespace;
  const apps = kube.config.makeApiClient(AppsV1Api);
  const { metadata, status } = await apps.readNamespacedDeployment({ name: echo, namespace });
  const isDone =
    status?.observedGeneration === metadata?.generation &&
    status?.replicas === status?.updatedReplicas &&
    status?.replicas === status?.readyReplicas;
  if (!isDone) {
    return [];
  }
  const pods = await kube.core.listNamespacedPod({ namespace, labelSelector: `app=${echo}` });
  const names = pods.items
    .filter((pod) => pod.metadata?.deletionTimestamp === undefined)
    .map(({ metadata, spec }) => ({
      name: metadata?.name ?? "",
      isInjected: (spec?.containers ?? []).length > 1,
    }));
  // Made before there was a webhook; in their place come others, for which it is asked.
  const bare = names.filter((one) => !one.isInjected);
  await Promise.all(
    bare.map(({ name }) => orNone(kube.core.deleteNamespacedPod({ name, namespace }))),
  );
  return bare.length > 0 ? [] : names.map(({ name }) => name);
}

async function reasons(kube: Kube): Promise<string> {
  const pods = await kube.core.listNamespacedPod({ namespace: sampleNamespace });
  const said = pods.items.flatMap(({ metadata, spec, status }) => {
    const isInjected = (spec?.containers ?? []).length > 1;
    const waiting = (status?.containerStatuses ?? []).flatMap((one) =>
      one.ready ? [] : `${one.name} ${one.state?.waiting?.message ?? "does not call itself ready"}`,
    );
    const why = isInjected ? waiting : ["istiod's webhook has put no sidecar in"];
    return `${metadata?.name ?? ""}: ${why.join(", ")}`;
  });
  return said.join("; ") || "it has no pod, which may mean that istiod's webhook does not answer";
}
