import {
  type ChartMetricsPlan,
  type RemoteWritePlan,
  secretsFolder,
  type ThanosPlan,
} from "../../../stacks/observability/metrics/plan";
import type { NodeTarget, ScrapeTarget } from "../../../stacks/observability/metrics/scrape";
import { hardened, seccompProfile } from "../hardened";
import { relabelConfigsOf } from "./relabelings";

/** The Secret with what Prometheus and its sidecar read as files. */
export const metricsSecretName = "istio-metrics";

/** What the chart would scrape by itself. Source: values.yaml of the chart. */
const ownJobs = [
  "prometheus",
  "kubernetes-api-servers",
  "kubernetes-nodes",
  "kubernetes-nodes-cadvisor",
  "kubernetes-service-endpoints",
  "kubernetes-service-endpoints-slow",
  "prometheus-pushgateway",
  "kubernetes-services",
  "kubernetes-pods",
  "kubernetes-pods-slow",
];
/** What it would bring besides. */
const ownParts = [
  "alertmanager",
  "kube-state-metrics",
  "prometheus-node-exporter",
  "prometheus-pushgateway",
];

const ruleFileName = "istio-mesh.yml";

/**
 * Values of Prometheus' own chart.
 * Source: https://github.com/prometheus-community/helm-charts/blob/prometheus-29.27.0/charts/prometheus/values.yaml
 */
export function buildPrometheusValues(plan: ChartMetricsPlan) {
  const { cluster, interval, targets, containers, rules, retention, storage, secrets, thanos } =
    plan;
  const off = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, { enabled: false }]));
  return {
    ...off(ownParts),
    scrapeConfigs: off(ownJobs),
    server: {
      global: { evaluation_interval: interval, external_labels: { cluster } },
      retention,
      persistentVolume:
        storage === undefined ? { enabled: false } : { enabled: true, size: storage },
      securityContext: { seccompProfile },
      containerSecurityContext: hardened,
      podLabels: { "sidecar.istio.io/inject": "false" },
      alertmanagers: plan.alertmanagers.map(alertmanagerOf),
      remoteWrite: plan.remoteWrite.map(remoteWriteOf),
      extraSecretMounts:
        secrets.length === 0
          ? []
          : [
              {
                name: metricsSecretName,
                mountPath: secretsFolder,
                subPath: "",
                secretName: metricsSecretName,
                readOnly: true,
              },
            ],
      ...(thanos === undefined ? {} : withThanos(thanos)),
    },
    configmapReload: { prometheus: { containerSecurityContext: hardened } },
    serverFiles: {
      [ruleFileName]: rules,
      "prometheus.yml": {
        rule_files: [`/etc/config/${ruleFileName}`],
        scrape_configs: [
          ...targets.map((one) => scrapeConfigOf(one, interval)),
          nodeConfigOf(containers, interval),
        ],
      },
    },
  };
}

/** https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config */
function scrapeConfigOf(target: ScrapeTarget, interval: string) {
  const { job, path, namespace, discovery, relabelings, metricRelabelings } = target;
  return {
    job_name: job,
    // On the job, so that the time-out is no longer than it.
    scrape_interval: interval,
    metrics_path: path,
    kubernetes_sd_configs: [
      { role: "pod", ...(namespace === undefined ? {} : { namespaces: { names: [namespace] } }) },
    ],
    relabel_configs: relabelConfigsOf([...discovery, ...relabelings]),
    ...(metricRelabelings.length > 0
      ? { metric_relabel_configs: relabelConfigsOf(metricRelabelings) }
      : {}),
  };
}

/**
 * The kubelet lets in who may read nodes/metrics, as the chart's account may, and has a certificate that nobody has to have
 * signed. Source: kubernetes-nodes-cadvisor in values.yaml of the chart
 */
function nodeConfigOf(target: NodeTarget, interval: string) {
  const { job, path, relabelings, metricRelabelings } = target;
  return {
    job_name: job,
    scrape_interval: interval,
    scheme: "https",
    metrics_path: path,
    authorization: {
      type: "Bearer",
      credentials_file: "/var/run/secrets/kubernetes.io/serviceaccount/token",
    },
    tls_config: { insecure_skip_verify: true },
    kubernetes_sd_configs: [{ role: "node" }],
    relabel_configs: relabelConfigsOf(relabelings),
    metric_relabel_configs: relabelConfigsOf(metricRelabelings),
  };
}

/** https://prometheus.io/docs/prometheus/latest/configuration/configuration/#alertmanager_config */
function alertmanagerOf(url: string) {
  const { protocol, host, pathname } = new URL(url);
  return {
    scheme: protocol.replace(":", ""),
    ...(pathname === "/" ? {} : { path_prefix: pathname }),
    static_configs: [{ targets: [host] }],
  };
}

/** https://prometheus.io/docs/prometheus/latest/configuration/configuration/#remote_write */
function remoteWriteOf({ url, name, auth }: RemoteWritePlan) {
  return {
    url,
    ...(name === undefined ? {} : { name }),
    ...(auth?.kind === "basic"
      ? { basic_auth: { username: auth.username, password_file: auth.passwordFile } }
      : {}),
    ...(auth?.kind === "bearer"
      ? { authorization: { type: "Bearer", credentials_file: auth.tokenFile } }
      : {}),
  };
}

/** https://thanos.io/tip/components/sidecar.md/ */
function withThanos({ image, objectStoreFile }: ThanosPlan) {
  return {
    service: { gRPC: { enabled: true, servicePort: 10901 } },
    sidecarContainers: {
      "thanos-sidecar": {
        image,
        args: [
          "sidecar",
          "--prometheus.url=http://127.0.0.1:9090",
          "--tsdb.path=/data",
          "--grpc-address=0.0.0.0:10901",
          "--http-address=0.0.0.0:10902",
          ...(objectStoreFile === undefined ? [] : [`--objstore.config-file=${objectStoreFile}`]),
        ],
        ports: [
          { name: "grpc", containerPort: 10901 },
          { name: "sidecar-http", containerPort: 10902 },
        ],
        readinessProbe: { httpGet: { path: "/-/ready", port: 10902 } },
        securityContext: hardened,
        volumeMounts: [
          { name: "storage-volume", mountPath: "/data" },
          ...(objectStoreFile === undefined
            ? []
            : [{ name: metricsSecretName, mountPath: secretsFolder, readOnly: true }]),
        ],
      },
    },
    // What is uploaded must not be compacted before.
    ...(objectStoreFile === undefined
      ? {}
      : {
          extraArgs: {
            "storage.tsdb.min-block-duration": "2h",
            "storage.tsdb.max-block-duration": "2h",
          },
        }),
  };
}
