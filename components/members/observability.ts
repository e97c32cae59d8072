import type * as pulumi from "@pulumi/pulumi";
import type { ClusterPlan } from "../../stacks/cluster-plan";
import type { MeshCluster } from "../mesh-cluster";
import { AccessLogs } from "../observability/access-logs";
import { Collector } from "../observability/collector";
import { Telemetry } from "../observability/telemetry";
import type { MemberArgs } from "./member";

/** What the plan says of how a cluster's part of the mesh is seen. @param after the control plane */
export function addObservability(
  { name, mesh, observability }: ClusterPlan,
  cluster: MeshCluster,
  after: readonly pulumi.Resource[],
  {
    observabilitySecrets: secrets,
    pullSecrets,
  }: Pick<MemberArgs, "observabilitySecrets" | "pullSecrets">,
): void {
  const { telemetry, collector, logs } = observability;
  if (telemetry.length > 0) {
    new Telemetry(`${name}-telemetry`, { cluster, telemetry, after }, { parent: cluster });
  }
  if (collector !== undefined) {
    new Collector(
      `${name}-collector`,
      { cluster, plan: collector, mesh, secrets, pullSecrets },
      { parent: cluster },
    );
  }
  if (logs !== undefined) {
    new AccessLogs(`${name}-access-logs`, { cluster, plan: logs, secrets }, { parent: cluster });
  }
}
