import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { securityApiVersion, type SecurityObject } from "../stacks/security/plan";
import type { MeshCluster } from "./mesh-cluster";
import { istioNamespace, madeForAnnotation, madeForSecurity } from "./names";
import { ownedByStack } from "./ownership";

export interface MeshSecurityArgs {
  /** The primary whose config it is; the workloads of its remotes follow it, too. */
  readonly cluster: MeshCluster;
  /** Each comes before the next one, and goes after it. */
  readonly objects: readonly SecurityObject[];
  /** What has to be there first: the definitions, and the webhook that checks the config. */
  readonly after: readonly pulumi.Resource[];
}

/** Who may talk to whom, as far as the mesh decides it: https://istio.io/latest/docs/concepts/security/ */
export class MeshSecurity extends pulumi.ComponentResource {
  readonly made: readonly pulumi.Resource[];

  constructor(name: string, args: MeshSecurityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:MeshSecurity", name, {}, opts);
    this.made = args.objects.reduce<readonly pulumi.Resource[]>(
      (made, { kind, name: objectName, spec }) => [
        ...made,
        new k8s.apiextensions.CustomResource(
          `${name}-${objectName}`,
          {
            apiVersion: securityApiVersion,
            kind,
            metadata: {
              name: objectName,
              namespace: istioNamespace,
              annotations: { ...ownedByStack, [madeForAnnotation]: madeForSecurity },
            },
            spec,
          },
          {
            parent: this,
            provider: args.cluster.provider,
            // No moment may be in which gateways let nothing through.
            dependsOn: [...args.after, ...made],
          },
        ),
      ],
      [],
    );
    this.registerOutputs({});
  }
}
