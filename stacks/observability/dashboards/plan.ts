import { isOn } from "../../is-on";
import type { DashboardsConfig } from "./schema";

/** The dashboards of one cluster. */
export interface DashboardsPlan {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Undefined if people choose. */
  readonly datasource: string | undefined;
  /** Workloads of the mesh that are gateways. */
  readonly gateways: readonly string[];
}

/** Undefined if the cluster has none. */
export function planDashboards(
  config: DashboardsConfig | undefined,
  cluster: string,
  gateways: readonly string[],
): DashboardsPlan | undefined {
  if (config === undefined || !isOn(cluster, config.clusters)) {
    return undefined;
  }
  const { namespace, labels, folder, folderAnnotation, datasource } = config;
  const annotations = folder === undefined ? {} : { [folderAnnotation]: folder };
  return { namespace, labels, annotations, datasource, gateways };
}
