/** Name of Prometheus' chart: https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus */
export const prometheusChart = "prometheus";

/** Of the release: with another word before it than a chart of the user's has, for it has a ClusterRole. */
export const prometheusRelease = "istio-prometheus";
/** The Deployment that the chart makes: its templates/_helpers.tpl (prometheus.server.fullname). */
export const prometheusDeployment = `${prometheusRelease}-server`;
