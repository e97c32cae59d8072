/** Names that Istio reads and that therefore are the same on every cluster; each with the page that fixes it. */

import { defaultRevision } from "../stacks/control-planes/schema";

export {
  eastWestGatewaySelector,
  istioNamespace,
  networkLabel,
  operatorNamespace,
  proxyContainer,
} from "../stacks/istio-names";

/** https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/ */
export const caSecretName = "cacerts";

/**
 * Where proxies find the root certificate, in every namespace:
 * https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/kube/controller/namespacecontroller.go
 */
export const trustBundleName = "istio-ca-root-cert";
/** Namespaces that Kubernetes makes and istiod writes to; it leaves kube-public and kube-node-lease alone. */
export const givenNamespaces = ["default", "kube-system"] as const;

/** Pulumi's type of what somebody else gives an istiod to sign with: policies know it by this. */
export const externalAuthorityType = "istio-mesh:index:ExternalCertificateAuthority";

/** https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/ */
export const crossNetworkGatewayName = "cross-network-gateway";
/** https://istio.io/latest/docs/setup/install/multicluster/primary-remote_multi-network/#expose-the-control-plane-in-cluster1 */
export const istiodGatewayName = "istiod-gateway";
export const istiodVirtualServiceName = "istiod-vs";

/** https://istio.io/latest/docs/reference/config/annotations/#TopologyControlPlaneClusters */
export const controlPlaneClustersAnnotation = "topology.istio.io/controlPlaneClusters";

/** Written by `istioctl create-remote-secret`: https://istio.io/latest/docs/reference/commands/istioctl/ */
export const readerServiceAccount = "istio-reader-service-account";
export const readerTokenSecret = `${readerServiceAccount}-istio-remote-secret-token`;
export const remoteSecretLabel = { "istio/multiCluster": "true" } as const;
export const remoteSecretClusterAnnotation = "networking.istio.io/cluster";

export function remoteSecretName(cluster: string): string {
  return `istio-remote-secret-${cluster}`;
}

/** https://kiali.io/docs/configuration/multi-cluster/ */
export const kialiServiceAccount = "kiali-service-account";
export const kialiSecretLabel = { "kiali.io/multiCluster": "true" } as const;
export const kialiSecretClusterAnnotation = "kiali.io/cluster";

export function kialiRemoteSecretName(cluster: string): string {
  return `kiali-remote-secret-${cluster}`;
}

/** A name with that of the revision, as Istio's charts form them: as it is for the control plane without one. */
export function revisioned(name: string, revision: string): string {
  return revision === defaultRevision ? name : `${name}-${revision}`;
}

/** What the charts of istiod and of the remote profile call the webhook that injects sidecars and gateways. */
export const injectorWebhookName = "istio-sidecar-injector";
/** https://istio.io/latest/docs/setup/upgrade/canary/#stable-revision-labels */
export function revisionTagName(tag: string): string {
  return `istio-revision-tag-${tag}`;
}

export {
  injectionAnnotation,
  madeForAnnotation,
  madeForGateways,
  madeForSecurity,
} from "../stacks/namespaces/annotations";
/** Ours: in the pod template of istiod, says which plan it runs; on what the stack patches, which plan it has. */
export const planAnnotation = "istio-mesh/plan";
/** Ours: in the pod template of gateways, so that they follow an upgrade of the injector. */
export const versionAnnotation = "istio-mesh/istio-version";
/** Ours: the same, where the injector has a revision. */
export const revisionAnnotation = "istio-mesh/revision";
/** Ours: the same, where the injector is told of proxies in particular. */
export const tuningAnnotation = "istio-mesh/tuning";
/** Ours: in both, names the mesh's root, so that they follow when another is forced upon them. */
export const rootAnnotation = "istio-mesh/root";
/** Ours: in a pod template, marks what the pods read only when they start. */
export const configAnnotation = "istio-mesh/config";
export const secretAnnotation = "istio-mesh/secret";
/** Ours: in the pod template of gateways, while a root is rotated. */
export const multiRootAnnotation = "istio-mesh/multi-root";
