import { isOn } from "../is-on";
import { kialiNeeds } from "./kiali/needs";
import { metricsKinds } from "./metrics/kinds";
import type { NeededKind } from "./needs";
import type { ObservabilityConfig } from "./schema";

/** The kinds of others that the sections make on a cluster. @param path of the key: `istio-mesh:observability` */
export function neededKinds(
  { metrics, kiali }: ObservabilityConfig,
  cluster: string,
  path: string,
): NeededKind[] {
  return [
    ...(metrics && isOn(cluster, metrics.clusters) ? metricsKinds(metrics, `${path}.metrics`) : []),
    ...kialiNeeds(kiali, cluster, path),
  ];
}
