import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { MeshCluster } from "./mesh-cluster";
import { operatorNamespace } from "./names";
import { ownedByStack } from "./ownership";

export interface IstioOperatorReleaseArgs {
  /** Cluster that gets the operator. */
  readonly cluster: MeshCluster;
  /** Registry and path of Istio's images. */
  readonly hub: string;
  /** Istio version; an operator installs no other than its own. */
  readonly version: string;
  /** How long it may take to be ready. */
  readonly timeoutSeconds: number;
}

/** The in-cluster operator, from our own chart: Istio never published one. */
export class IstioOperatorRelease extends pulumi.ComponentResource {
  readonly release: k8s.helm.v3.Release;

  constructor(
    name: string,
    args: IstioOperatorReleaseArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("istio-mesh:index:IstioOperatorRelease", name, {}, opts);
    const { provider } = args.cluster;
    const namespace = new k8s.core.v1.Namespace(
      `${name}-namespace`,
      { metadata: { name: operatorNamespace, annotations: ownedByStack } },
      { parent: this, provider },
    );
    this.release = new k8s.helm.v3.Release(
      name,
      {
        name: "istio-operator",
        chart: "./charts/istio-operator",
        namespace: namespace.metadata.name,
        timeout: args.timeoutSeconds,
        values: {
          hub: args.hub,
          tag: args.version,
          waitForResourcesTimeout: `${args.timeoutSeconds}s`,
        },
      },
      // It watches istio-system from its first moment on.
      { parent: this, provider, dependsOn: [args.cluster.namespace] },
    );
    this.registerOutputs({ status: this.release.status });
  }
}
