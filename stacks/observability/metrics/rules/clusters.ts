import { alertRule, type AlertRule, counted, of, type RuleContext } from "./rule";

/**
 * How a primary's istiod gets on with the other clusters. What it counts by cluster has its label `cluster`, which becomes
 * `exported_cluster` beside that of the target.
 * Names of the metrics: pkg/kube/multicluster/secretcontroller.go and pilot/pkg/util/informermetric/informerutil.go of
 * https://github.com/istio/istio/tree/1.22.0
 */
export function clusterAlerts(context: RuleContext): AlertRule[] {
  const { cluster, revisions, watched } = context;
  if (revisions.length === 0 || watched.length === 0) {
    return [];
  }
  const istiod = (...others: readonly string[]) => of("istiod", cluster, ...others);
  const others = `exported_cluster!="${cluster}"`;
  return [
    alertRule(context, {
      alert: "IstioClusterNotWatched",
      expr: `min(istiod_managed_clusters${istiod('cluster_type="remote"')}) < ${watched.length}`,
      for: "10m",
      severity: "critical",
      summary: `istiod of cluster ${cluster} does not watch every cluster of the mesh`,
      description: `istiod of cluster ${cluster} watches fewer clusters than ${watched.join(", ")}: a remote secret is missing, or cannot be read. Its proxies know no endpoints there.`,
    }),
    alertRule(context, {
      alert: "IstioRemoteClusterTimedOut",
      expr: `sum by (exported_cluster) ${counted("remote_cluster_sync_timeouts_total", cluster, others)} > 0`,
      for: "1m",
      severity: "critical",
      summary: `istiod of cluster ${cluster} works without another cluster`,
      description: `istiod of cluster ${cluster} has begun without the services of {{ $labels.exported_cluster }}, which did not answer in time.`,
    }),
    alertRule(context, {
      alert: "IstioRemoteClusterOutOfSync",
      expr: `sum by (exported_cluster) (increase(controller_sync_errors_total${istiod(others)}[5m])) > 0`,
      for: "10m",
      severity: "critical",
      summary: `istiod of cluster ${cluster} is out of sync with another cluster`,
      description: `For 10 minutes istiod of cluster ${cluster} has failed to read {{ $labels.exported_cluster }}: its proxies send requests to endpoints that were there before.`,
    }),
  ];
}
