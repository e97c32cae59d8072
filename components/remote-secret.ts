import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
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
  /** What opens the cluster that is watched. */
  readonly reader: ReaderToken;
  /** Cluster whose istiod watches it; the secret is stored there. */
  readonly into: MeshCluster;
}

/** Lets one cluster's istiod discover another cluster's endpoints. */
export class RemoteSecret extends pulumi.ComponentResource {
  constructor(name: string, args: RemoteSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:RemoteSecret", name, {}, opts);
    const { reader, into } = args;
    const cluster = reader.cluster.clusterName;
    const kubeconfig = pulumi
      .all([reader.cluster.server, reader.caData, reader.token])
      .apply(([server, caData, token]) =>
        buildRemoteKubeconfig({ cluster, server, caData, token }),
      );
    new k8s.core.v1.Secret(
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
      { parent: this, provider: into.provider, dependsOn: [into.namespace] },
    );
    this.registerOutputs({});
  }
}
