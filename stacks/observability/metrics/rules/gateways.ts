import { alertRule, type AlertRule, of, type RuleContext } from "./rule";

/**
 * Gateways that the stack makes. Flags of responses:
 * https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage (UH: no healthy upstream)
 */
export function gatewayAlerts(context: RuleContext): AlertRule[] {
  const { cluster, gateways } = context;
  if (gateways.length === 0) {
    return [];
  }
  const apps = gateways.map((one) => one.name).join("|");
  const unanswered = of("proxies", cluster, `app=~"${apps}"`, 'response_flags=~"(.+,)?UH(,.+)?"');
  const by = "app, namespace, destination_service_name, destination_service_namespace";
  return [
    ...gateways.map(({ name, namespace }) =>
      alertRule(context, {
        alert: "IstioGatewayDown",
        expr: `absent(up${of("proxies", cluster, `namespace="${namespace}"`, `app="${name}"`)} == 1)`,
        for: "5m",
        severity: "critical",
        labels: { namespace, gateway: name },
        summary: `gateway ${name} of cluster ${cluster} is down`,
        description: `No pod of gateway ${name} in namespace ${namespace} of cluster ${cluster} answers: its Service has no endpoint.`,
      }),
    ),
    alertRule(context, {
      alert: "IstioGatewayWithoutEndpoints",
      expr: `sum by (${by}) (rate(istio_requests_total${unanswered}[5m]) or rate(istio_tcp_connections_closed_total${unanswered}[5m])) > 0`,
      for: "5m",
      severity: "warning",
      summary: `a gateway of cluster ${cluster} has nowhere to send requests to`,
      description: `{{ $labels.app }} of cluster ${cluster} finds no healthy endpoint of {{ $labels.destination_service_name }} in namespace {{ $labels.destination_service_namespace }}.`,
    }),
  ];
}
