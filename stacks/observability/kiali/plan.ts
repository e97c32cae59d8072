import type { ClusterConfig } from "../../cluster-schema";
import type { ChartReference } from "../../control-planes/charts";
import type { ReachedServer } from "../../watch-plan";
import { reachedServer } from "../../watch-plan";
import { chartReference } from "../chart-place";
import type { ObservabilityConfig } from "../schema";
import { kialiChart, type KialiConfig } from "./schema";

/** Name of its release, of the object that its operator reads, and so of its Deployment. */
export const kialiName = "kiali";

/** What installs it. */
export type KialiInstaller =
  | { readonly by: "operator"; readonly version: string | undefined }
  | { readonly by: "chart"; readonly reference: ChartReference };

/** The Kiali of a mesh. */
export interface KialiPlan extends Pick<
  KialiConfig,
  "cluster" | "namespace" | "auth" | "grafana" | "tracing" | "thanos" | "spec"
> {
  readonly installer: KialiInstaller;
  /** Where it asks for all clusters' metrics. */
  readonly queryUrl: string;
  /** Of the control plane that its cluster's workloads have. */
  readonly revision: string;
  /** Whether Grafana has the dashboards of the stack. */
  readonly hasDashboards: boolean;
  /** The mesh's other clusters, in the order of their names, as it reaches them. */
  readonly watches: readonly ReachedServer[];
}

/**
 * Undefined if the mesh has none.
 * @param clusters of the config
 * @param revisionOf a cluster
 */
export function planKiali(
  observability: ObservabilityConfig,
  clusters: readonly ClusterConfig[],
  revisionOf: (cluster: string) => string,
): KialiPlan | undefined {
  const { kiali, dashboards } = observability;
  if (kiali === undefined) {
    return undefined;
  }
  const { cluster, namespace, auth, grafana, tracing, thanos, spec } = kiali;
  const others = clusters.filter((one) => one.name !== cluster);
  return {
    cluster,
    namespace,
    auth,
    grafana,
    tracing,
    thanos,
    spec,
    installer: installerOf(kiali),
    queryUrl: observability.metrics?.query?.url ?? "",
    revision: revisionOf(cluster),
    hasDashboards: dashboards !== undefined,
    watches: others
      .map((one) => reachedServer(one.name, cluster, one))
      .sort((a, b) => (a.cluster < b.cluster ? -1 : 1)),
  };
}

function installerOf({ by, chart, version }: KialiConfig): KialiInstaller {
  if (by === "operator" || chart === undefined) {
    return { by: "operator", version };
  }
  return { by, reference: chartReference(kialiChart, chart) };
}
