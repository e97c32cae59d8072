import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ControlPlane } from "./control-plane";
import type { IstioOperatorRelease } from "./istio-operator-release";
import type { MeshCluster } from "./mesh-cluster";
import { istioNamespace } from "./names";
import { ownedByStack } from "./ownership";
import {
  buildOperatorSpec,
  healthyCondition,
  type IstioOperatorSpec,
} from "./specs/istio-operator";
import type { ControlPlaneSpec } from "./specs/istio-values";

export interface IstioControlPlaneArgs {
  /** Cluster that gets it. */
  readonly cluster: MeshCluster;
  /** Operator that installs it. */
  readonly operator: IstioOperatorRelease;
  /** What to install. */
  readonly spec: pulumi.Input<ControlPlaneSpec>;
  /** `remote` is without an istiod. */
  readonly profile: IstioOperatorSpec["profile"];
  /** What has to be there first and stay longer, such as the authority that istiod signs with. */
  readonly after: readonly pulumi.Resource[];
  /** How long the operator may take. */
  readonly timeoutSeconds: number;
}

/**
 * What the operator installs: istiod on a primary, what leads to it on a remote. The same resource for both, so that a
 * cluster can change its role. Whether it is done is for {@link IstiodRollout} or {@link RemoteInjection} to say.
 */
export class IstioControlPlane extends pulumi.ComponentResource implements ControlPlane {
  readonly installed: readonly pulumi.Resource[];

  constructor(name: string, args: IstioControlPlaneArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:IstioControlPlane", name, {}, opts);
    const timeout = `${args.timeoutSeconds}s`;
    const istioOperator = new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: "install.istio.io/v1alpha1",
        kind: "IstioOperator",
        metadata: {
          name: "istio-control-plane",
          namespace: istioNamespace,
          annotations: {
            ...ownedByStack,
            "pulumi.com/waitFor": healthyCondition(args.profile),
          },
        },
        spec: pulumi.output(args.spec).apply((spec) => buildOperatorSpec(args.profile, spec)),
      },
      {
        parent: this,
        provider: args.cluster.provider,
        customTimeouts: { create: timeout, update: timeout, delete: timeout },
        // When the operator goes first, the IstioOperator's finalizer waits for it for ever.
        dependsOn: [args.operator.chart, ...args.after],
      },
    );
    this.installed = [istioOperator];
    this.registerOutputs({});
  }
}
