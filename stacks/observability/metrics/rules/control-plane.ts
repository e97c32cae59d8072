import { alertRule, type AlertRule, counted, of, type RuleContext } from "./rule";

/**
 * What istiod says of itself. Names of its metrics: pilot/pkg/xds/monitoring.go, pilot/pkg/model/push_context.go,
 * pilot/pkg/model/gateway.go and pkg/kube/inject/monitoring.go of https://github.com/istio/istio/tree/1.22.0
 */
export function controlPlaneAlerts(context: RuleContext): AlertRule[] {
  const { cluster, revisions, gateways, thresholds } = context;
  if (revisions.length === 0) {
    return [];
  }
  const istiod = (...others: readonly string[]) => of("istiod", cluster, ...others);
  const errors = (counter: string, type: string) =>
    `label_replace(sum(increase(${counter}${istiod()}[5m])) > 0, "type", "${type}", "", "")`;
  const conflicts =
    "pilot_conflict_.+|pilot_vservice_dup_domain|pilot_destrule_subsets|pilot_duplicate_envoy_clusters";
  return [
    ...revisions.map((revision) =>
      alertRule(context, {
        alert: "IstiodDown",
        expr: `absent(up${istiod(`revision="${revision}"`)} == 1)`,
        for: "5m",
        severity: "critical",
        labels: { revision },
        summary: `istiod of cluster ${cluster} is down`,
        description: `No istiod of revision ${revision} answers on cluster ${cluster}. Its proxies keep the config that they have; no pod is injected, and no certificate is signed.`,
      }),
    ),
    // Without a gateway of the stack's there may be no proxy yet.
    ...(gateways.length === 0
      ? []
      : [
          alertRule(context, {
            alert: "IstioNoProxyConnected",
            expr: `(sum(pilot_xds${istiod()}) or vector(0)) == 0 and on () sum(up${istiod()}) > 0`,
            for: "10m",
            severity: "critical",
            summary: `no proxy is connected to istiod of cluster ${cluster}`,
            description: `istiod of cluster ${cluster} runs, but no proxy takes its config from it, not even those of gateways.`,
          }),
        ]),
    alertRule(context, {
      alert: "IstioPushErrors",
      expr: [
        `sum by (type) (increase(pilot_xds_pushes${istiod('type=~".+_(builderr|senderr)"')}[5m])) > 0`,
        errors("pilot_total_xds_internal_errors", "internal"),
        errors("pilot_xds_push_context_errors", "context"),
        errors("pilot_xds_write_timeout", "write_timeout"),
      ].join(" or "),
      for: "10m",
      severity: "warning",
      summary: `istiod of cluster ${cluster} fails to send config`,
      description: `For 10 minutes istiod of cluster ${cluster} has failed to build or to send config: {{ $labels.type }}.`,
    }),
    alertRule(context, {
      alert: "IstioConfigRejectedByProxies",
      expr: `sum by (type) ${counted("pilot_total_xds_rejects", cluster)} > 0`,
      for: "1m",
      severity: "warning",
      summary: `proxies reject config of istiod of cluster ${cluster}`,
      description: `Proxies have rejected {{ $labels.type }} that istiod of cluster ${cluster} sent, and keep what they had. istiod's log names them.`,
    }),
    alertRule(context, {
      alert: "IstioPushesSlow",
      expr: `histogram_quantile(0.99, sum by (le) (rate(pilot_proxy_convergence_time_bucket${istiod()}[5m]))) > ${thresholds.pushSeconds}`,
      for: "10m",
      severity: "warning",
      summary: `config of istiod of cluster ${cluster} reaches proxies late`,
      description: `It takes more than ${thresholds.pushSeconds} s until 99% of the proxies have a change that istiod of cluster ${cluster} sends.`,
    }),
    alertRule(context, {
      alert: "IstioConfigConflicts",
      expr: `max by (conflict) (label_replace({__name__=~"${conflicts}",${istiod().slice(1)}, "conflict", "$1", "__name__", "pilot_(.+)")) > 0`,
      for: "10m",
      severity: "warning",
      summary: `config of cluster ${cluster} contradicts itself`,
      description: `istiod of cluster ${cluster} leaves out some of the config, for it contradicts other config: {{ $labels.conflict }}.`,
    }),
    alertRule(context, {
      alert: "IstioGatewayConfigRejected",
      expr: `sum by (type, name) ${counted("pilot_total_rejected_configs", cluster)} > 0`,
      for: "1m",
      severity: "warning",
      summary: `istiod of cluster ${cluster} rejects a Gateway's config`,
      description: `istiod of cluster ${cluster} passes over some of {{ $labels.name }}: {{ $labels.type }}.`,
    }),
    alertRule(context, {
      alert: "IstioInjectionFailed",
      expr: `sum ${counted("sidecar_injection_failure_total", cluster)} > 0`,
      for: "1m",
      severity: "warning",
      summary: `istiod of cluster ${cluster} fails to inject pods`,
      description: `istiod of cluster ${cluster} could not inject some pods, which do not start then. Its log says why.`,
    }),
  ];
}
