import type { Relabeling } from "../../../stacks/observability/metrics/scrape";

/**
 * As monitors of the Prometheus Operator have it. The action is always said, for the definition's default would be drift:
 * https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.RelabelConfig
 */
export function relabelingsOf(steps: readonly Relabeling[]) {
  return steps.map(({ sourceLabels, ...step }) => ({
    ...(sourceLabels ? { sourceLabels: [...sourceLabels] } : {}),
    ...step,
  }));
}

/** As Prometheus' own config has it: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config */
export function relabelConfigsOf(steps: readonly Relabeling[]) {
  return steps.map(({ action, sourceLabels, regex, targetLabel, replacement }) => ({
    ...(sourceLabels ? { source_labels: [...sourceLabels] } : {}),
    action,
    ...(regex === undefined ? {} : { regex }),
    ...(targetLabel === undefined ? {} : { target_label: targetLabel }),
    ...(replacement === undefined ? {} : { replacement }),
  }));
}
