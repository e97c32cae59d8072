import {
  ignoreLabel,
  type Relabeling,
  type ScrapeTarget,
} from "../../../stacks/observability/metrics/scrape";
import { relabelingsOf } from "./relabelings";

/** What the Prometheus Operator adds by itself, and a Prometheus of the stack's does not have. */
const surplus: Relabeling = { action: "labeldrop", regex: "container|endpoint|service" };

/**
 * Spec of a ServiceMonitor for istiods, those with a revision included. Label and port are those of istiod's Service:
 * manifests/charts/istio-control/istio-discovery/templates/service.yaml of https://github.com/istio/istio/tree/1.22.0
 * @param target the istiods of a cluster
 */
export function buildIstiodMonitor(target: ScrapeTarget, interval: string) {
  const { path } = target;
  return {
    selector: { matchLabels: { app: "istiod" } },
    namespaceSelector: namespacesOf(target),
    endpoints: [{ port: "http-monitoring", path, interval, ...relabeled(target) }],
  };
}

/** Spec of a PodMonitor for all proxies of a cluster, without a port: what a pod's address becomes, relabelling says. */
export function buildProxyMonitor(target: ScrapeTarget, interval: string) {
  const { path } = target;
  return {
    selector: { matchExpressions: [{ key: ignoreLabel, operator: "DoesNotExist" }] },
    namespaceSelector: namespacesOf(target),
    podMetricsEndpoints: [{ path, interval, ...relabeled(target) }],
  };
}

function namespacesOf({ namespace }: ScrapeTarget) {
  return namespace === undefined ? { any: true } : { matchNames: [namespace] };
}

function relabeled({ relabelings, metricRelabelings }: ScrapeTarget) {
  return {
    relabelings: relabelingsOf([...relabelings, surplus]),
    ...(metricRelabelings.length > 0
      ? { metricRelabelings: relabelingsOf(metricRelabelings) }
      : {}),
  };
}
