import { type FoldersPart, pin, type Row, type RowOf } from "./part";
import { STRIP } from "./releases";

const PROMETHEUS = {
  group: "tests",
  version: "3.10.0",
  pin: pin("prometheus"),
  // Else it has the clients of two dozen clouds besides, all of which would have to be compiled.
  tags: ["remove_all_sd", "enable_kubernetes_sd"],
  ldflags: STRIP,
} as const;

const CHARTS = {
  group: "tests",
  pin: pin("prometheus-charts"),
  module: "github.com/prometheus-community/helm-charts",
} as const satisfies Partial<RowOf<FoldersPart>>;

export const COLLECTOR_VERSION = "0.112.0";

/** What the pods of a collector run. */
export const COLLECTOR_ROWS = {
  "opentelemetry-collector": {
    group: "collector",
    version: COLLECTOR_VERSION,
    purpose: "receives spans and logs and passes them on",
    pin: pin("opentelemetry-collector"),
    package: ".",
    ldflags: STRIP,
  },
} as const satisfies Record<string, Row>;

/** The parts with which tests see a mesh as its users would. */
export const OBSERVABILITY_ROWS = {
  prometheus: {
    ...PROMETHEUS,
    purpose: "scrapes, stores and answers",
    package: "github.com/prometheus/prometheus/cmd/prometheus",
  },
  promtool: {
    ...PROMETHEUS,
    purpose: "checks Prometheus' config and rules",
    package: "github.com/prometheus/prometheus/cmd/promtool",
  },
  thanos: {
    group: "tests",
    version: "0.41.0",
    purpose: "asks several Prometheus as one",
    pin: pin("thanos"),
    package: "github.com/thanos-io/thanos/cmd/thanos",
    // It takes labels for slices, which Prometheus' no longer are by default; without it a sidecar panics.
    tags: ["slicelabels"],
    ldflags: STRIP,
  },
  "prometheus-chart": {
    ...CHARTS,
    version: "29.27.0",
    purpose: "Prometheus' own Helm chart",
    folders: {
      prometheus: "charts/prometheus",
      // Its dependencies, which it has to have beside its templates even where they are off.
      "prometheus/charts/alertmanager": "charts/alertmanager",
      "prometheus/charts/kube-state-metrics": "charts/kube-state-metrics",
      "prometheus/charts/prometheus-node-exporter": "charts/prometheus-node-exporter",
      "prometheus/charts/prometheus-pushgateway": "charts/prometheus-pushgateway",
    },
  },
  "prometheus-operator-crds": {
    ...CHARTS,
    version: "ed5d7d9b5933",
    purpose: "the kinds of the Prometheus Operator",
    folders: { crds: "charts/prometheus-operator-crds/charts/crds/templates" },
  },
} as const satisfies Record<string, Row>;
