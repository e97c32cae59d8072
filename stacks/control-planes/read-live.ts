import type { ClusterAccess } from "../kubeconfig";
import { readObject } from "../read-object";
import { type LiveControlPlanes, readIstiods, readProxies } from "./live";

/** Istio's charts give it to every istiod. */
const istiodsPath = "/apis/apps/v1/namespaces/istio-system/deployments?labelSelector=app%3Distiod";
/** Both templates of Istio's injector give it, to sidecars' pods and to gateways'; what has ended needs no istiod. */
const proxiesPath =
  "/api/v1/pods?labelSelector=service.istio.io%2Fcanonical-name&fieldSelector=status.phase%21%3DSucceeded%2Cstatus.phase%21%3DFailed";
/** A cluster may have thousands of pods. */
const metadataOnly =
  "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

/**
 * What a cluster has for control planes. Pods are asked for only where a control plane is there that is not to stay.
 * @param staying revisions that the config has for the cluster
 * @throws Error as `readObject` does
 */
export async function readLiveControlPlanes(
  cluster: string,
  access: ClusterAccess,
  staying: readonly string[],
): Promise<LiveControlPlanes> {
  const istiods = readIstiods((await readObject(access, istiodsPath)) ?? {});
  const isAnyoneLeaving = istiods.some(({ revision }) => !staying.includes(revision));
  const pods = isAnyoneLeaving ? await readObject(access, proxiesPath, metadataOnly) : undefined;
  return { cluster, istiods, proxies: readProxies(pods ?? {}) };
}
