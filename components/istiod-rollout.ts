import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Installer } from "../stacks/versions/facts";
import { imageVersion } from "../stacks/versions/image-version";
import type { ControlPlane } from "./control-plane";
import type { MeshCluster } from "./mesh-cluster";
import { istioNamespace } from "./names";
import { ownedByStack } from "./ownership";
import { rolloutAnnotations } from "./specs/conditions";
import { istiodService } from "./specs/revision-tag";

export interface IstiodRolloutArgs {
  /** The primary. */
  readonly cluster: MeshCluster;
  /** What is to be rolled out. */
  readonly controlPlane: ControlPlane;
  readonly installer: Installer;
  /** Revision of istiod. */
  readonly revision: string;
  /** Mark of the plan, in istiod's pod template. */
  readonly planHash: string;
  /** How long the rollout may take. */
  readonly timeoutSeconds: number;
}

/** A primary's istiod, done when exactly this plan is rolled out. */
export class IstiodRollout extends pulumi.ComponentResource {
  /** Version of the istiod that runs, from its image. */
  readonly version: pulumi.Output<string>;
  readonly revision: pulumi.Output<string>;
  /** What others wait for. */
  readonly deployment: pulumi.Resource;

  constructor(name: string, args: IstiodRolloutArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:IstiodRollout", name, {}, opts);
    const timeout = `${args.timeoutSeconds}s`;
    // After an update the IstioOperator still says HEALTHY of what was before; only istiod's own Deployment tells
    // when this plan is rolled out.
    const deployment = new k8s.apps.v1.DeploymentPatch(
      name,
      {
        metadata: {
          name: istiodService(args.revision),
          namespace: istioNamespace,
          annotations: {
            ...ownedByStack,
            ...rolloutAnnotations(args.planHash, args.installer),
          },
        },
      },
      {
        parent: this,
        provider: args.cluster.provider,
        customTimeouts: { create: timeout, update: timeout },
        // The object goes with the control plane; when the cluster changes its role, it is gone before this is.
        retainOnDelete: true,
        dependsOn: [...args.controlPlane.installed],
      },
    );
    this.deployment = deployment;
    const live = pulumi.all([deployment.metadata, deployment.spec]).apply(liveDeployment);
    this.version = live.version;
    this.revision = live.revision;
    this.registerOutputs({ version: this.version, revision: this.revision });
  }
}

interface LiveMetadata {
  readonly labels?: Readonly<Record<string, string>>;
}

interface LiveSpec {
  readonly template?: {
    readonly spec?: { readonly containers?: readonly { readonly image?: string }[] };
  };
}

/** What istiod's Deployment says of itself; a preview of the patch may know no more of it than its name. */
function liveDeployment([metadata, spec]: [LiveMetadata?, LiveSpec?]): {
  version: string;
  revision: string;
} {
  const image = spec?.template?.spec?.containers?.[0]?.image;
  return {
    version: imageVersion(image ?? ""),
    revision: metadata?.labels?.["istio.io/rev"] ?? "default",
  };
}
