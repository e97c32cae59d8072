import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { base64 } from "./base64";
import type { MeshCluster } from "./mesh-cluster";
import { ownedByStack } from "./ownership";

/** Docker's config by the name of the Secret that is made from it. Secret. */
export type DockerConfigs = ReadonlyMap<string, pulumi.Input<string>>;

export interface PullSecretsArgs {
  readonly cluster: MeshCluster;
  /** Namespace whose pods pull Istio's images. */
  readonly namespace: string;
  /** What has to be there first: the namespace. */
  readonly after: pulumi.Resource;
  readonly configs: DockerConfigs;
}

/** The Secrets by which Istio's images are pulled from a private registry, in one namespace. */
export class PullSecrets extends pulumi.ComponentResource {
  readonly made: readonly pulumi.Resource[];

  constructor(name: string, args: PullSecretsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:PullSecrets", name, {}, opts);
    const { cluster, namespace, after, configs } = args;
    this.made = [...configs].map(
      ([secret, config]) =>
        new k8s.core.v1.Secret(
          `${name}_${secret}`,
          {
            metadata: { name: secret, namespace, annotations: ownedByStack },
            type: "kubernetes.io/dockerconfigjson",
            data: pulumi.secret({
              ".dockerconfigjson": pulumi.output(config).apply(base64),
            }),
          },
          { parent: this, provider: cluster.provider, dependsOn: [after] },
        ),
    );
    this.registerOutputs({});
  }
}
