import type { NeededKind } from "../needs";
import type { KialiConfig } from "./schema";

export const kialiVersion = "kiali.io/v1alpha1";

/** The kinds that Kiali needs on a cluster. @param path of the key: `istio-mesh:observability` */
export function kialiNeeds(
  kiali: KialiConfig | undefined,
  cluster: string,
  path: string,
): NeededKind[] {
  return kiali?.by === "operator" && kiali.cluster === cluster
    ? [
        {
          path: `${path}.kiali.by`,
          apiVersion: kialiVersion,
          kind: "Kiali",
          broughtBy: "Kiali's operator (https://kiali.io/docs/installation/installation-guide/)",
        },
      ]
    : [];
}
