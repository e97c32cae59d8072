import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ControlPlane } from "./control-plane";
import type { MeshCluster } from "./mesh-cluster";
import { istioNamespace, readerServiceAccount, readerTokenSecret } from "./names";
import { ownedByStack } from "./ownership";

export interface ReaderTokenArgs {
  /** Cluster that the token opens. */
  readonly cluster: MeshCluster;
  /** What makes the reader's service account. */
  readonly controlPlane: ControlPlane;
}

/** The token with which peers read a cluster's services and endpoints. */
export class ReaderToken extends pulumi.ComponentResource {
  readonly cluster: MeshCluster;
  /** Secret. */
  readonly token: pulumi.Output<string>;
  /** Base64 of the PEM of the authority of the API server. */
  readonly caData: pulumi.Output<string>;

  constructor(name: string, args: ReaderTokenArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:ReaderToken", name, {}, opts);
    this.cluster = args.cluster;
    const secret = new k8s.core.v1.Secret(
      name,
      {
        metadata: {
          // The name that istioctl uses, so that its remote secrets and ours hold the same token.
          name: readerTokenSecret,
          namespace: istioNamespace,
          annotations: {
            ...ownedByStack,
            "kubernetes.io/service-account.name": readerServiceAccount,
          },
        },
        type: "kubernetes.io/service-account-token",
      },
      {
        parent: this,
        provider: args.cluster.provider,
        dependsOn: [...args.controlPlane.installed],
      },
    );
    const { token, caData } = tokenIn(secret);
    this.token = token;
    this.caData = caData;
    this.registerOutputs({});
  }
}

/** What the API server has written into the Secret of a service account's token. */
export function tokenIn(secret: k8s.core.v1.Secret): Pick<ReaderToken, "token" | "caData"> {
  return {
    token: pulumi.secret(
      secret.data.apply((data) => Buffer.from(data["token"] ?? "", "base64").toString("utf8")),
    ),
    caData: secret.data.apply((data) => data["ca.crt"] ?? ""),
  };
}
