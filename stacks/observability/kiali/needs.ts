import type { NeededKind } from "../needs";
import type { ObservabilityConfig } from "../schema";

export const kialiVersion = "kiali.io/v1alpha1";

/** The kinds that Kiali needs on a cluster. @param prefix the project's prefix in paths, such as `istio-mesh:` */
export function kialiNeeds(
  { kiali }: Pick<ObservabilityConfig, "kiali">,
  cluster: string,
  prefix: string,
): readonly NeededKind[] {
  return kiali?.by === "operator" && kiali.cluster === cluster
    ? [
        {
          path: `${prefix}observability.kiali.by`,
          apiVersion: kialiVersion,
          kind: "Kiali",
          broughtBy: "Kiali's operator (https://kiali.io/docs/installation/installation-guide/)",
        },
      ]
    : [];
}
