import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { authorityAnnotation } from "../stacks/certificates/live";
import type { MeshCluster } from "./mesh-cluster";
import { givenNamespaces, trustBundleName } from "./names";
import { ownedByStack } from "./ownership";

export interface TrustBundleArgs {
  /** Cluster whose workloads trust it. */
  readonly cluster: MeshCluster;
  /** PEMs of the roots that they trust. */
  readonly bundle: pulumi.Input<string>;
  /** Which root is which, for previews to come; undefined if the stack does not know. */
  readonly mark: pulumi.Input<string> | undefined;
}

/**
 * The root certificates in the namespaces that every cluster has. istiod writes the same there, and would leave it
 * behind when the mesh is destroyed; what the stack made goes with the stack.
 */
export class TrustBundle extends pulumi.ComponentResource {
  readonly configMaps: readonly k8s.core.v1.ConfigMap[];

  constructor(name: string, args: TrustBundleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:TrustBundle", name, {}, opts);
    this.configMaps = givenNamespaces.map(
      (namespace) =>
        new k8s.core.v1.ConfigMap(
          `${name}-${namespace}`,
          {
            metadata: {
              name: trustBundleName,
              namespace,
              labels: { "istio.io/config": "true" },
              annotations: {
                ...ownedByStack,
                ...(args.mark === undefined ? {} : { [authorityAnnotation]: args.mark }),
              },
            },
            data: { "root-cert.pem": args.bundle },
          },
          { parent: this, provider: args.cluster.provider },
        ),
    );
    this.registerOutputs({});
  }
}
