import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { NamespacePlan } from "../stacks/namespaces/plan";
import type { MeshCluster } from "./mesh-cluster";
import { injectionAnnotation } from "./names";
import { ownedByStack } from "./ownership";

export interface NamespaceInjectionArgs {
  readonly cluster: MeshCluster;
  readonly namespace: NamespacePlan;
  /** What injects: without it pods that start now would be without a proxy. */
  readonly injector: readonly pulumi.Resource[];
}

/** Which proxy new pods of a user's namespace get. The namespace itself is the user's; only the label is the stack's. */
export class NamespaceInjection extends pulumi.ComponentResource {
  constructor(name: string, args: NamespaceInjectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:NamespaceInjection", name, {}, opts);
    const { cluster, namespace, injector } = args;
    new k8s.core.v1.NamespacePatch(
      name,
      {
        metadata: {
          name: namespace.name,
          labels: { ...namespace.labels },
          // By it the stack knows the label for its own: stacks/namespaces/live.ts
          annotations: { ...ownedByStack, [injectionAnnotation]: namespace.injection },
        },
      },
      { parent: this, provider: cluster.provider, dependsOn: [...injector] },
    );
    this.registerOutputs({});
  }
}
