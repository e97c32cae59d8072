import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { WatchPlan } from "../stacks/cluster-plan";
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
    const kubeconfig = pulumi
      .all([watch.server ?? reader.cluster.server, watch.caData ?? reader.caData, reader.token])
      .apply(([server, caData, token]) =>
        buildRemoteKubeconfig({ cluster, server, caData, token }),
      );
    this.secret = new k8s.core.v1.Secret(
      name,
      {
        metadata: {
          name: remoteSecretName(cluster),
          namespace: istioNamespace,
          labels: remoteSecretLabel,
          annotations: { ...ownedByStack, [remoteSecretClusterAnnotation]: cluster },
        },
        data: {
          [cluster]: pulumi.secret(
            kubeconfig.apply((text) => Buffer.from(text).toString("base64")),
          ),
        },
      },
      { parent: this, provider: into.provider, dependsOn: [into.namespace, ...args.after] },
    );
    this.registerOutputs({});
  }
}

/** Name of the resource; no cluster's name has an underscore, so no two pairs share one. */
export function remoteSecretResource(watched: string, into: string): string {
  return `${watched}-into_${into}`;
}
