import type * as pulumi from "@pulumi/pulumi";
import type { ClusterPlan } from "../../stacks/cluster-plan";
import type { MeshCluster } from "../mesh-cluster";
import { Dashboards } from "../observability/dashboards";
import { Telemetry } from "../observability/telemetry";

/** What the plan says of how a cluster's part of the mesh is seen. @param after the control plane */
export function addObservability(
  { name, observability }: ClusterPlan,
  cluster: MeshCluster,
  after: readonly pulumi.Resource[],
): void {
  const { telemetry, dashboards } = observability;
  if (telemetry.length > 0) {
    new Telemetry(`${name}-telemetry`, { cluster, telemetry, after }, { parent: cluster });
  }
  if (dashboards) {
    new Dashboards(`${name}-dashboards`, { cluster, plan: dashboards }, { parent: cluster });
  }
}
