import { ofCluster, ofIstiods, quantile, rate } from "./promql";

/*
 * istiod's own metrics are as pilot/pkg/xds/monitoring.go, pilot/pkg/model/push_context.go, pkg/kube/inject/monitoring.go,
 * pkg/webhooks/validation/server/monitoring.go and security/pkg/server/ca/monitoring.go of
 * https://github.com/istio/istio/tree/1.22.0 name them.
 */

/** A counter, per second. */
export const count = (metric: string, filter = ofCluster) => rate(metric, filter);
/** A gauge, as it is. */
export const gauge = (metric: string) => `${metric}{${ofCluster}}`;

/** A counter of all istiods of a cluster, a line for each cluster. */
export const perCluster = (metric: string) => ({
  expr: ofIstiods(count(metric), "cluster"),
  legend: "{{cluster}}",
});

/** A figure of all istiods together, a line for each figure. */
export const together = (expr: string, legend: string) => ({
  expr: ofIstiods(expr, undefined),
  legend,
});

/** A gauge of what istiods find in the config, of which all of a cluster have the same, a line for each figure. */
export const found = (metric: string, legend: string) =>
  together(`max by (cluster) (${gauge(metric)})`, legend);

/** Median, p95 and p99 of a histogram of all istiods together. */
export const percentiles = (metric: string) =>
  [0.5, 0.95, 0.99].map((one) => ({
    expr: quantile(one, metric, ofCluster),
    legend: `p${Math.round(one * 100)}`,
  }));
