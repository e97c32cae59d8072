import { kialiNeeds } from "./kiali/needs";
import { logsNeeds } from "./logs/needs";
import { metricsNeeds } from "./metrics/needs";
import type { NeededKind } from "./needs";
import type { ObservabilityConfig } from "./schema";

/** The kinds of others that the sections make on a cluster. @param path of the key: `istio-mesh:observability` */
export function neededKinds(
  { metrics, logs, kiali }: ObservabilityConfig,
  cluster: string,
  path: string,
): NeededKind[] {
  return [
    ...metricsNeeds(metrics, cluster, path),
    ...logsNeeds(logs, cluster, path),
    ...kialiNeeds(kiali, cluster, path),
  ];
}
