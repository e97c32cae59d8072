import { alertRule, type AlertRule, of, type RuleContext } from "./rule";

/**
 * What istiod signs with, and what workloads trust. The metrics are Unix time in seconds; before 1.24 they are of the
 * certificates with which istiod has started.
 * Names: security/pkg/server/ca/monitoring.go of https://github.com/istio/istio/tree/1.22.0
 */
export function certificateAlerts(context: RuleContext): AlertRule[] {
  const { cluster, revisions, thresholds } = context;
  if (revisions.length === 0) {
    return [];
  }
  const { certificateDays } = thresholds;
  const expires = (metric: string) =>
    `min(${metric}${of("istiod", cluster)}) - time() < ${certificateDays * 86_400}`;
  const severity = "critical";
  return [
    alertRule(context, {
      alert: "IstioRootCertificateExpires",
      expr: expires("citadel_server_root_cert_expiry_timestamp"),
      for: "10m",
      severity,
      summary: `a root certificate of cluster ${cluster} expires`,
      description: `A root that istiod of cluster ${cluster} hands out ends in {{ $value | humanizeDuration }}, less than ${certificateDays} days. Rotate it: after that no proxy trusts another.`,
    }),
    alertRule(context, {
      alert: "IstioSigningCertificateExpires",
      expr: expires("citadel_server_cert_chain_expiry_timestamp"),
      for: "10m",
      severity,
      summary: `the certificate that istiod of cluster ${cluster} signs with expires`,
      description: `The certificate that istiod of cluster ${cluster} signs with ends in {{ $value | humanizeDuration }}, less than ${certificateDays} days. Renew it: after that no workload gets a certificate.`,
    }),
  ];
}
