import { controlPlaneDashboard } from "./control-plane";
import { meshDashboard } from "./mesh";
import type { Dashboard } from "./model";
import { multiClusterDashboard } from "./multi-cluster";
import { serviceDashboard } from "./service";
import { workloadDashboard } from "./workload";

/**
 * All that the stack has, from the whole to the parts.
 * @param gateways names of workloads that are gateways, beside all whose name has `gateway` in it
 */
export function dashboards(gateways: readonly string[] = []): readonly Dashboard[] {
  return [
    meshDashboard,
    serviceDashboard,
    workloadDashboard,
    controlPlaneDashboard,
    multiClusterDashboard(gateways),
  ];
}
