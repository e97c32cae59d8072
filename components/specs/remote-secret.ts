import { stringify } from "yaml";

/** How a peer's istiod signs in to a cluster. */
export interface RemoteAccess {
  /** Istio's name of the cluster. */
  readonly cluster: string;
  /** URL of the API server as the peer reaches it. */
  readonly server: string;
  /** Base64 of the PEM of the authority that signs the API server's certificate. */
  readonly caData: string;
  readonly token: string;
}

/**
 * The kubeconfig in a remote secret: made from nothing but these four values, never from an administrator's.
 * Source: https://github.com/istio/istio/blob/master/istioctl/pkg/multicluster/remote_secret.go
 */
export function buildRemoteKubeconfig({ cluster, server, caData, token }: RemoteAccess): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    preferences: {},
    clusters: [{ name: cluster, cluster: { "certificate-authority-data": caData, server } }],
    users: [{ name: cluster, user: { token } }],
    contexts: [{ name: cluster, context: { cluster, user: cluster } }],
    "current-context": cluster,
  });
}
