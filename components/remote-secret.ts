import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { WatchPlan } from "../stacks/cluster-plan";
import type { ReachedServer } from "../stacks/watch-plan";
import { base64 } from "./base64";
import type { MeshCluster } from "./mesh-cluster";
import {
  istioNamespace,
  remoteSecretClusterAnnotation,
  remoteSecretLabel,
  remoteSecretName,
} from "./names";
import { ownedByStack } from "./ownership";
import type { ReaderToken } from "./reader-token";
import { buildRemoteKubeconfig } from "./specs/remote-secret";

export interface RemoteSecretArgs {
  /** Where the watching istiod finds the API server, if not where the administrator does. */
  readonly watch: WatchPlan;
  /** What opens the cluster that is watched. */
  readonly reader: ReaderToken;
  /** Cluster whose istiod watches it; the secret is stored there. */
  readonly into: MeshCluster;
  /** What has to be there first and stay longer: what stands behind the endpoints that istiod will find. */
  readonly after: readonly pulumi.Resource[];
}

/** Lets one cluster's istiod discover another cluster's endpoints. */
export class RemoteSecret extends pulumi.ComponentResource {
  readonly secret: k8s.core.v1.Secret;

  constructor(name: string, args: RemoteSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:RemoteSecret", name, {}, opts);
    const { watch, reader, into } = args;
    const { cluster } = watch;
    this.secret = new k8s.core.v1.Secret(
      name,
      {
        metadata: {
          name: remoteSecretName(cluster),
          namespace: istioNamespace,
          labels: remoteSecretLabel,
          annotations: { ...ownedByStack, [remoteSecretClusterAnnotation]: cluster },
        },
        data: { [cluster]: remoteKubeconfig(watch, reader) },
      },
      { parent: this, provider: into.provider, dependsOn: [into.namespace, ...args.after] },
    );
    this.registerOutputs({});
  }
}

/** What opens a cluster. */
export type ClusterToken = Pick<ReaderToken, "cluster" | "token" | "caData">;

/** A cluster's kubeconfig for another one, in base64. Secret. */
export function remoteKubeconfig(
  { cluster, server, caData }: ReachedServer,
  opened: ClusterToken,
): pulumi.Output<string> {
  const text = pulumi
    .all([server ?? opened.cluster.server, caData ?? opened.caData, opened.token])
    .apply(([url, ca, token]) =>
      buildRemoteKubeconfig({ cluster, server: url, caData: ca, token }),
    );
  return pulumi.secret(text.apply(base64));
}

/** Name of the resource; no cluster's name has an underscore, so no two pairs share one. */
export function remoteSecretResource(watched: string, into: string): string {
  return `${watched}-into_${into}`;
}
