import type { ClusterAccess } from "../kubeconfig";
import { readObject } from "../read-object";
import type { Role } from "../topology";
import {
  type LabelledObject,
  type LiveControlPlanes,
  type LiveIstiod,
  readIstiods,
  readProxies,
  readWebhooks,
} from "./live";
import { leavingOf, movingInPlace, type WantedControlPlane } from "./proxy-problems";

/** Istio's charts give it to every istiod. */
const istiodsPath = "/apis/apps/v1/namespaces/istio-system/deployments?labelSelector=app%3Distiod";
/** Istio's charts give it to every webhook that injects. */
const webhooksPath =
  "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations?labelSelector=app%3Dsidecar-injector";
/** The account by which other clusters' istiods read this one: in the charts base and istiod-remote. */
const readerPath = "/api/v1/namespaces/istio-system/serviceaccounts/istio-reader-service-account";
/** Both templates of Istio's injector give it, to sidecars' pods and to gateways'; what has ended needs no istiod. */
const proxiesPath =
  "/api/v1/pods?labelSelector=service.istio.io%2Fcanonical-name&fieldSelector=status.phase%21%3DSucceeded%2Cstatus.phase%21%3DFailed";
/** A cluster may have thousands of pods. */
const metadataOnly =
  "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

/**
 * What a cluster has for control planes. Pods are asked for only where a control plane is there that is not to stay,
 * and in full only where one changes its minor version in place: nothing in their metadata tells a proxy's version.
 * Source: https://github.com/istio/istio/blob/1.22.8/manifests/charts/istio-control/istio-discovery/files/injection-template.yaml
 * @param wanted the control planes that the config has for the cluster
 * @param ofPrimary a remote's: istiods of its primary; none if nobody could ask it
 * @throws Error as `readObject` does
 */
export async function readLiveControlPlanes(
  cluster: string,
  access: ClusterAccess,
  role: Role,
  wanted: readonly WantedControlPlane[],
  ofPrimary: readonly LiveIstiod[] = [],
): Promise<LiveControlPlanes> {
  const [deployments, webhooks, reader] = await Promise.all([
    readObject(access, istiodsPath),
    readObject(access, webhooksPath, metadataOnly),
    readObject(access, readerPath),
  ]);
  const istiods = readIstiods(deployments ?? {});
  const ledTo = readWebhooks(webhooks ?? {});
  const serving = role === "remote" ? ledTo : istiods.map((one) => one.revision);
  const servedBy = role === "remote" ? ofPrimary : istiods;
  const isAnyoneMoving = movingInPlace(wanted, servedBy).length > 0;
  const isAnyoneLeaving = leavingOf(wanted, serving).length > 0;
  const pods =
    isAnyoneMoving || isAnyoneLeaving
      ? await readObject(access, proxiesPath, isAnyoneMoving ? undefined : metadataOnly)
      : undefined;
  const { metadata }: LabelledObject = reader ?? {};
  return {
    cluster,
    istiods,
    ledTo,
    serving,
    servedBy,
    readerOf: metadata?.labels?.["release"],
    proxies: readProxies(pods ?? {}),
  };
}
