import type * as pulumi from "@pulumi/pulumi";
import type { ClusterPlan } from "../../stacks/cluster-plan";
import type { MeshCluster } from "../mesh-cluster";
import { AccessLogs } from "../observability/access-logs";
import { Collector } from "../observability/collector";
import { Dashboards } from "../observability/dashboards";
import { Monitors } from "../observability/monitors";
import { Prometheus } from "../observability/prometheus";
import { Telemetry } from "../observability/telemetry";
import type { MemberArgs } from "./member";

/** What the plan says of how a cluster's part of the mesh is seen. @param after what checks Istio's config */
export function addObservability(
  { name, mesh, observability }: ClusterPlan,
  cluster: MeshCluster,
  after: readonly pulumi.Resource[],
  args: Pick<MemberArgs, "observabilitySecrets" | "pullSecrets">,
): void {
  const { telemetry, metrics, dashboards, collector, logs } = observability;
  const { observabilitySecrets: secrets, pullSecrets } = args;
  const timeoutSeconds = mesh.readyTimeoutSeconds;
  const child = { parent: cluster };
  if (telemetry.length > 0) {
    new Telemetry(`${name}-telemetry`, { cluster, telemetry, after }, child);
  }
  if (metrics?.by === "operator") {
    new Monitors(`${name}-metrics`, { cluster, metrics }, child);
  }
  if (metrics?.by === "chart") {
    new Prometheus(`${name}-metrics`, { cluster, metrics, secrets, timeoutSeconds }, child);
  }
  if (dashboards) {
    new Dashboards(`${name}-dashboards`, { cluster, plan: dashboards }, child);
  }
  if (collector) {
    const given = { cluster, plan: collector, mesh, secrets, pullSecrets };
    new Collector(`${name}-collector`, given, child);
  }
  if (logs) {
    new AccessLogs(`${name}-access-logs`, { cluster, plan: logs, secrets }, child);
  }
}
