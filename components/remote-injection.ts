import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ControlPlaneAddress } from "../stacks/control-plane-address";
import type { Installer } from "../stacks/versions/facts";
import type { ControlPlane } from "./control-plane";
import type { MeshCluster } from "./mesh-cluster";
import { injectorWebhookName, planAnnotation, revisioned } from "./names";
import { order } from "./order";
import { ownedByStack } from "./ownership";
import type { RemoteSecret } from "./remote-secret";
import { injectableCondition, injectionPlan } from "./specs/conditions";

export interface RemoteInjectionArgs {
  /** The remote. */
  readonly cluster: MeshCluster;
  /** Who makes the webhook. */
  readonly installer: Installer;
  /** Control plane that it calls. */
  readonly revision: string;
  /** What makes the webhook. */
  readonly controlPlane: ControlPlane;
  /** How the webhook reaches the primary's istiod. */
  readonly address: pulumi.Input<ControlPlaneAddress>;
  /** By which the primary's istiod gets to the webhook, to write its authority there. */
  readonly remoteSecret: RemoteSecret;
  /** How long that may take. */
  readonly timeoutSeconds: number;
}

/** A remote's injection webhook, done when its API server can call the primary's istiod. */
export class RemoteInjection extends pulumi.ComponentResource {
  /** What others wait for. */
  readonly webhook: pulumi.Resource;

  constructor(name: string, args: RemoteInjectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:RemoteInjection", name, {}, opts);
    const timeout = `${args.timeoutSeconds}s`;
    const { installer } = args;
    const address = pulumi.output(args.address);
    this.webhook = new k8s.admissionregistration.v1.MutatingWebhookConfigurationPatch(
      name,
      {
        metadata: {
          name: revisioned(injectorWebhookName, args.revision),
          annotations: {
            ...ownedByStack,
            [planAnnotation]: address.apply((one) => injectionPlan(one, installer)),
            "pulumi.com/waitFor": address.apply((one) => injectableCondition(one, installer)),
          },
        },
      },
      {
        parent: this,
        provider: args.cluster.provider,
        customTimeouts: { create: timeout, update: timeout },
        // The object goes with the control plane; when the cluster changes its role, it is gone before this is.
        retainOnDelete: true,
        dependsOn: order({
          dependsOn: args.controlPlane.installed,
          awaits: [args.remoteSecret.secret],
        }),
      },
    );
    this.registerOutputs({});
  }
}
