import assert from "node:assert/strict";
import { buildPrometheusValues } from "../../../../../components/specs/observability/prometheus";
import type { ChartMetricsPlan } from "../../../../../stacks/observability/metrics/plan";
import type { ScrapeTarget } from "../../../../../stacks/observability/metrics/scrape";

const restricted = {
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};
const istiod: ScrapeTarget = {
  job: "istiod",
  path: "/metrics",
  namespace: "istio-system",
  discovery: [{ action: "keep", sourceLabels: ["a"], regex: "b" }],
  relabelings: [{ action: "replace", targetLabel: "cluster", replacement: "east" }],
  metricRelabelings: [],
};
const proxies: ScrapeTarget = {
  ...istiod,
  job: "istio-proxies",
  path: "/stats/prometheus",
  namespace: undefined,
  metricRelabelings: [{ action: "labeldrop", regex: "x" }],
};
const rules = {
  groups: [{ name: "g", interval: "30s", rules: [{ record: "r", expr: "sum(x)" }] }],
};
const containers: ChartMetricsPlan["containers"] = {
  job: "istio-containers",
  path: "/metrics/cadvisor",
  relabelings: istiod.relabelings,
  metricRelabelings: [{ action: "keep", sourceLabels: ["container"], regex: "discovery" }],
};
const plan: ChartMetricsPlan = {
  by: "chart",
  cluster: "east",
  interval: "30s",
  targets: [istiod, proxies],
  containers,
  rules,
  namespace: "istio-monitoring",
  chart: { chart: "prometheus" },
  retention: "3d",
  storage: undefined,
  alertmanagers: [],
  remoteWrite: [],
  thanos: undefined,
  secrets: [],
};
const { server } = buildPrometheusValues(plan);

describe("the values of Prometheus' chart", () => {
  it("switch off all that it brings besides, and all that it scrapes by itself", () => {
    const { scrapeConfigs, ...values } = buildPrometheusValues(plan);
    const off = { enabled: false };
    assert.deepEqual(
      Object.entries(values).filter(([, value]) => "enabled" in value),
      [
        ["alertmanager", off],
        ["kube-state-metrics", off],
        ["prometheus-node-exporter", off],
        ["prometheus-pushgateway", off],
      ],
    );
    assert.equal(Object.keys(scrapeConfigs).length, 10);
    assert.ok(Object.values(scrapeConfigs).every((one) => !one.enabled));
  });

  it("have rules and targets in Prometheus' own words", () => {
    const relabel_configs = [
      { source_labels: ["a"], action: "keep", regex: "b" },
      { action: "replace", target_label: "cluster", replacement: "east" },
    ];
    assert.deepEqual(buildPrometheusValues(plan).serverFiles, {
      "istio-mesh.yml": rules,
      "prometheus.yml": {
        rule_files: ["/etc/config/istio-mesh.yml"],
        scrape_configs: [
          {
            job_name: "istiod",
            scrape_interval: "30s",
            metrics_path: "/metrics",
            kubernetes_sd_configs: [{ role: "pod", namespaces: { names: ["istio-system"] } }],
            relabel_configs,
          },
          {
            job_name: "istio-proxies",
            scrape_interval: "30s",
            metrics_path: "/stats/prometheus",
            kubernetes_sd_configs: [{ role: "pod" }],
            relabel_configs,
            metric_relabel_configs: [{ action: "labeldrop", regex: "x" }],
          },
          {
            job_name: "istio-containers",
            scrape_interval: "30s",
            scheme: "https",
            metrics_path: "/metrics/cadvisor",
            authorization: {
              type: "Bearer",
              credentials_file: "/var/run/secrets/kubernetes.io/serviceaccount/token",
            },
            tls_config: { insecure_skip_verify: true },
            kubernetes_sd_configs: [{ role: "node" }],
            relabel_configs: [{ action: "replace", target_label: "cluster", replacement: "east" }],
            metric_relabel_configs: [
              { source_labels: ["container"], action: "keep", regex: "discovery" },
            ],
          },
        ],
      },
    });
  });

  it("name the cluster to all who take samples from it, and have no volume by default", () => {
    assert.deepEqual(server, {
      global: { evaluation_interval: "30s", external_labels: { cluster: "east" } },
      retention: "3d",
      persistentVolume: { enabled: false },
      podLabels: { "sidecar.istio.io/inject": "false" },
      securityContext: { seccompProfile: { type: "RuntimeDefault" } },
      containerSecurityContext: restricted,
      alertmanagers: [],
      remoteWrite: [],
      extraSecretMounts: [],
    });
    assert.deepEqual(buildPrometheusValues({ ...plan, storage: "10Gi" }).server.persistentVolume, {
      enabled: true,
      size: "10Gi",
    });
  });

  it("have every container write to volumes alone, and gain nothing from its node", () => {
    const { configmapReload, server: observed } = buildPrometheusValues({
      ...plan,
      thanos: { image: "thanos", objectStoreFile: undefined },
    });
    assert.deepEqual(configmapReload.prometheus.containerSecurityContext, restricted);
    const sidecar =
      "sidecarContainers" in observed && observed.sidecarContainers?.["thanos-sidecar"];
    assert.deepEqual(sidecar && sidecar.securityContext, restricted);
  });

  it("tell Alertmanagers of alerts, by their URLs", () => {
    const alertmanagers = ["http://alerts.monitoring:9093", "https://a.example.org/alerts"];
    assert.deepEqual(buildPrometheusValues({ ...plan, alertmanagers }).server.alertmanagers, [
      { scheme: "http", static_configs: [{ targets: ["alerts.monitoring:9093"] }] },
      {
        scheme: "https",
        path_prefix: "/alerts",
        static_configs: [{ targets: ["a.example.org"] }],
      },
    ]);
  });

  it("have Prometheus read credentials from files", () => {
    const { remoteWrite, extraSecretMounts } = buildPrometheusValues({
      ...plan,
      remoteWrite: [
        {
          url: "https://a.example.org",
          name: "a",
          auth: { kind: "basic", username: "u", passwordFile: "/s/a" },
        },
        { url: "https://b.example.org", auth: { kind: "bearer", tokenFile: "/s/b" } },
      ],
      secrets: ["a", "b"],
    }).server;
    assert.deepEqual(remoteWrite, [
      {
        url: "https://a.example.org",
        name: "a",
        basic_auth: { username: "u", password_file: "/s/a" },
      },
      {
        url: "https://b.example.org",
        authorization: { type: "Bearer", credentials_file: "/s/b" },
      },
    ]);
    assert.deepEqual(extraSecretMounts, [
      {
        name: "istio-metrics",
        mountPath: "/etc/istio-mesh/secrets",
        subPath: "",
        secretName: "istio-metrics",
        readOnly: true,
      },
    ]);
  });

  it("have Thanos' sidecar on the data, with its port in the Service", () => {
    const { server: observed } = buildPrometheusValues({
      ...plan,
      thanos: { image: "thanos:1", objectStoreFile: undefined },
    });
    assert.deepEqual("service" in observed && observed.service, {
      gRPC: { enabled: true, servicePort: 10901 },
    });
    const sidecar =
      "sidecarContainers" in observed && observed.sidecarContainers?.["thanos-sidecar"];
    assert.deepEqual(sidecar && [sidecar.image, sidecar.args, sidecar.volumeMounts], [
      "thanos:1",
      [
        "sidecar",
        "--prometheus.url=http://127.0.0.1:9090",
        "--tsdb.path=/data",
        "--grpc-address=0.0.0.0:10901",
        "--http-address=0.0.0.0:10902",
      ],
      [{ name: "storage-volume", mountPath: "/data" }],
    ]);
    assert.ok(!("extraArgs" in observed));
  });

  it("keep blocks as they are until Thanos has uploaded them", () => {
    const { server: observed } = buildPrometheusValues({
      ...plan,
      thanos: { image: "thanos:1", objectStoreFile: "/s/bucket" },
      secrets: ["bucket"],
    });
    assert.deepEqual("extraArgs" in observed && observed.extraArgs, {
      "storage.tsdb.min-block-duration": "2h",
      "storage.tsdb.max-block-duration": "2h",
    });
    const sidecar =
      "sidecarContainers" in observed && observed.sidecarContainers?.["thanos-sidecar"];
    assert.ok(sidecar);
    assert.equal(sidecar.args.at(-1), "--objstore.config-file=/s/bucket");
    assert.deepEqual(sidecar.volumeMounts.at(-1), {
      name: "istio-metrics",
      mountPath: "/etc/istio-mesh/secrets",
      readOnly: true,
    });
  });
});
