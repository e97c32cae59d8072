import type * as pulumi from "@pulumi/pulumi";
import type { ClusterPlan } from "../../stacks/cluster-plan";
import type { MetricsPlan } from "../../stacks/observability/metrics/plan";
import type { MeshCluster } from "../mesh-cluster";
import { Dashboards } from "../observability/dashboards";
import { Monitors } from "../observability/metrics";
import { Prometheus } from "../observability/prometheus";
import { Telemetry } from "../observability/telemetry";
import type { MemberArgs } from "./member";

/** What the plan says of how a cluster's part of the mesh is seen. @param after what checks Istio's config */
export function addObservability(
  { name, mesh, observability }: ClusterPlan,
  cluster: MeshCluster,
  after: readonly pulumi.Resource[],
  args: Pick<MemberArgs, "observabilitySecrets">,
): void {
  const { telemetry, metrics, dashboards } = observability;
  if (telemetry.length > 0) {
    new Telemetry(`${name}-telemetry`, { cluster, telemetry, after }, { parent: cluster });
  }
  if (dashboards) {
    new Dashboards(`${name}-dashboards`, { cluster, plan: dashboards }, { parent: cluster });
  }
  if (metrics !== undefined) {
    addMetrics(`${name}-metrics`, metrics, cluster, {
      secrets: args.observabilitySecrets,
      timeoutSeconds: mesh.readyTimeoutSeconds,
    });
  }
}

function addMetrics(
  name: string,
  metrics: MetricsPlan,
  cluster: MeshCluster,
  args: {
    readonly secrets: MemberArgs["observabilitySecrets"];
    readonly timeoutSeconds: number;
  },
): void {
  const child = { parent: cluster };
  switch (metrics.by) {
    case "operator":
      new Monitors(name, { cluster, metrics }, child);
      return;
    case "chart":
      new Prometheus(name, { cluster, metrics, ...args }, child);
  }
}
