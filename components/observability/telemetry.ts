import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { TelemetryPlan } from "../../stacks/observability/telemetry/plan";
import type { MeshCluster } from "../mesh-cluster";
import { ownedByStack } from "../ownership";

export interface TelemetryArgs {
  /** The primary whose config it is; the workloads of its remotes follow it, too. */
  readonly cluster: MeshCluster;
  readonly telemetry: readonly TelemetryPlan[];
  /** What has to be there first: the definition, and the webhook that checks the config. */
  readonly after: readonly pulumi.Resource[];
}

/** What proxies report: https://istio.io/latest/docs/reference/config/telemetry/ */
export class Telemetry extends pulumi.ComponentResource {
  constructor(name: string, args: TelemetryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("istio-mesh:index:Telemetry", name, {}, opts);
    for (const { apiVersion, namespace, name: objectName, spec } of args.telemetry) {
      new k8s.apiextensions.CustomResource(
        // Neither name has an underscore, so that no two objects have one of the same name.
        `${name}_${namespace}_${objectName}`,
        {
          apiVersion,
          kind: "Telemetry",
          metadata: { namespace, name: objectName, annotations: ownedByStack },
          spec,
        },
        {
          parent: this,
          provider: args.cluster.provider,
          dependsOn: [...args.after, args.cluster.namespaceOf(namespace)],
        },
      );
    }
    this.registerOutputs({});
  }
}
