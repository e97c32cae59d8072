import type { ClusterAccess } from "../kubeconfig";
import { readObject } from "../read-object";
import { type LabelledObject, type LiveControlPlanes, readIstiods, readProxies } from "./live";

/** Istio's charts give it to every istiod. */
const istiodsPath = "/apis/apps/v1/namespaces/istio-system/deployments?labelSelector=app%3Distiod";
/** The account by which other clusters' istiods read this one: in the charts base and istiod-remote. */
const readerPath = "/api/v1/namespaces/istio-system/serviceaccounts/istio-reader-service-account";
/** Both templates of Istio's injector give it, to sidecars' pods and to gateways'; what has ended needs no istiod. */
const proxiesPath =
  "/api/v1/pods?labelSelector=service.istio.io%2Fcanonical-name&fieldSelector=status.phase%21%3DSucceeded%2Cstatus.phase%21%3DFailed";
/** A cluster may have thousands of pods. */
const metadataOnly =
  "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

/**
 * What a cluster has for control planes. Pods are asked for only where a control plane is there that is not to stay.
 * @param staying revisions that the config has for the cluster; undefined in a remote
 * @throws Error as `readObject` does
 */
export async function readLiveControlPlanes(
  cluster: string,
  access: ClusterAccess,
  staying: readonly string[] | undefined,
): Promise<LiveControlPlanes> {
  const [deployments, reader] = await Promise.all([
    readObject(access, istiodsPath),
    readObject(access, readerPath),
  ]);
  const istiods = readIstiods(deployments ?? {});
  const isAnyoneLeaving = istiods.some(({ revision }) => staying?.includes(revision) === false);
  const pods = isAnyoneLeaving ? await readObject(access, proxiesPath, metadataOnly) : undefined;
  const { metadata }: LabelledObject = reader ?? {};
  return {
    cluster,
    istiods,
    readerOf: metadata?.labels?.["release"],
    proxies: readProxies(pods ?? {}),
  };
}
