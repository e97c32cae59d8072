import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { IntermediateCertificateAuthority } from "./intermediate-certificate-authority";
import type { IstioOperatorRelease } from "./istio-operator-release";
import type { MeshCluster } from "./mesh-cluster";
import { istioNamespace, planAnnotation } from "./names";
import { ownedByStack } from "./ownership";
import { type ControlPlaneSpec, rolledOutCondition } from "./specs/istio-operator";
import type { TrustBundle } from "./trust-bundle";

export interface IstioControlPlaneArgs {
  /** Cluster that runs it. */
  readonly cluster: MeshCluster;
  /** Operator that installs it. */
  readonly operator: IstioOperatorRelease;
  /** What istiod signs with; it has to be there before istiod first starts. */
  readonly authority: IntermediateCertificateAuthority;
  /** What istiod also writes, and writes again when it is deleted while istiod runs. */
  readonly trustBundle: TrustBundle;
  /** What to install. */
  readonly controlPlane: ControlPlaneSpec;
  /** How long a rollout may take. */
  readonly timeoutSeconds: number;
}

/** A primary's istiod, done when exactly this plan is rolled out. */
export class IstioControlPlane extends pulumi.ComponentResource {
  /** Version of the istiod that runs, from its image. */
  readonly version: pulumi.Output<string>;
  readonly revision: pulumi.Output<string>;
  /** What others wait for: the rollout. */
  readonly rollout: pulumi.Resource;

  constructor(name: string, args: IstioControlPlaneArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:IstioControlPlane", name, {}, opts);
    const { provider } = args.cluster;
    const { spec, planHash } = args.controlPlane;
    const timeout = `${args.timeoutSeconds}s`;
    const customTimeouts = { create: timeout, update: timeout, delete: timeout };
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
            "pulumi.com/waitFor": "jsonpath={.status.status}=HEALTHY",
          },
        },
        spec,
      },
      {
        parent: this,
        provider,
        customTimeouts,
        // istiod makes a root of its own if it starts without cacerts; and when the operator goes first, the
        // IstioOperator's finalizer waits for it for ever.
        dependsOn: [args.authority.secret, args.operator.chart, ...args.trustBundle.configMaps],
      },
    );
    // After an update the IstioOperator still says HEALTHY of what was before; only istiod's own Deployment tells
    // when this plan is rolled out.
    const rollout = new k8s.apps.v1.DeploymentPatch(
      `${name}-rollout`,
      {
        metadata: {
          name: "istiod",
          namespace: istioNamespace,
          annotations: {
            ...ownedByStack,
            [planAnnotation]: planHash,
            "pulumi.com/waitFor": rolledOutCondition(planHash),
          },
        },
      },
      { parent: this, provider, customTimeouts, dependsOn: [istioOperator] },
    );
    this.rollout = rollout;
    const live = pulumi.all([rollout.metadata, rollout.spec]).apply(liveDeployment);
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
    version: image?.split(":").at(-1) ?? "",
    revision: metadata?.labels?.["istio.io/rev"] ?? "default",
  };
}
