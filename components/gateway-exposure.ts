import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Exposure } from "../stacks/topology";
import type { MeshCluster } from "./mesh-cluster";
import { istioNamespace } from "./names";
import { ownedByStack } from "./ownership";
import { buildExposure, networkingApiVersion, type Revisions } from "./specs/exposure";

export interface GatewayExposureArgs {
  /** Primary whose config it is; the gateways of its remotes read it too. */
  readonly cluster: MeshCluster;
  /** What to let through. */
  readonly exposes: readonly Exposure[];
  /** Control planes of the primary. */
  readonly revisions: Revisions;
  /** What has to be there first: the definitions and the webhook that checks the config, and the gateway. */
  readonly after: readonly pulumi.Resource[];
}

/** Istio's config that lets connections through the east-west gateways of a primary and its remotes. */
export class GatewayExposure extends pulumi.ComponentResource {
  readonly objects: readonly pulumi.Resource[];

  constructor(name: string, args: GatewayExposureArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:GatewayExposure", name, {}, opts);
    this.objects = buildExposure(args.exposes, args.revisions).map(
      ({ kind, name: objectName, spec }) =>
        new k8s.apiextensions.CustomResource(
          `${name}-${objectName}`,
          {
            apiVersion: networkingApiVersion,
            kind,
            metadata: { name: objectName, namespace: istioNamespace, annotations: ownedByStack },
            spec,
          },
          { parent: this, provider: args.cluster.provider, dependsOn: [...args.after] },
        ),
    );
    this.registerOutputs({});
  }
}
