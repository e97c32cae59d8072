import type { ObservabilityPlan } from "./plan";
import { type KialiPlan, kialiName } from "./kiali/plan";
import { prometheusDeployment } from "./metrics/chart";
import { collectorName } from "./traces/plan";

/** A Deployment that a section makes, or has an operator make. */
export interface SectionDeployment {
  readonly namespace: string;
  readonly name: string;
}

/** Those of a cluster, in the order of the sections. @param kiali of the mesh, which may run elsewhere */
export function sectionDeployments(
  cluster: string,
  { metrics, collector }: ObservabilityPlan,
  kiali: Pick<KialiPlan, "cluster" | "namespace"> | undefined,
): SectionDeployment[] {
  return [
    ...(metrics?.by === "chart"
      ? [{ namespace: metrics.namespace, name: prometheusDeployment }]
      : []),
    ...(collector ? [{ namespace: collector.namespace, name: collectorName }] : []),
    ...(kiali?.cluster === cluster ? [{ namespace: kiali.namespace, name: kialiName }] : []),
  ];
}
