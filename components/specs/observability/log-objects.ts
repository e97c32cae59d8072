import type { LogsBy, LogsPlan } from "../../../stacks/observability/logs/plan";
import { proxyContainer, secretAnnotation } from "../../names";
import { buildPipeline } from "./collector";
import { buildExporter } from "./exporter";
import { buildFluentObjects } from "./fluent-bit";
import { type LogObject, logsName } from "./log-object";

/**
 * What has a cluster's access logs collected.
 * @param cluster Istio's name of it, which each line gets
 * @param secretVersion of the Secret, if there is one: it changes what reads that, so that it is read again
 */
export function buildLogObjects(
  plan: LogsPlan,
  cluster: string,
  secretVersion?: unknown,
): readonly LogObject[] {
  switch (plan.by) {
    case "bkLog":
      return [buildBkLogConfig(plan, cluster)];
    case "openTelemetry":
      return [buildLogCollector(plan, cluster, secretVersion)];
    case "fluentBit":
      return buildFluentObjects(plan, cluster, secretVersion);
  }
}

/**
 * Source: pkg/bk-log-sidecar of https://github.com/TencentBlueKing/bkmonitor-datalink, the types of
 * api/bk.tencent.com/v1alpha1. Keys of extMeta must not have dots. Without a namespace or `namespaceSelector`, which not
 * every published definition has, it is for all namespaces (matchNamespace of controllers/bklog_sidecar.go).
 */
function buildBkLogConfig(plan: LogsBy<"bkLog">, cluster: string): LogObject {
  const { dataId, namespace, extMeta } = plan;
  return {
    apiVersion: "bk.tencent.com/v1alpha1",
    kind: "BkLogConfig",
    namespace,
    spec: {
      dataId,
      logConfigType: "std_log_config",
      containerNameMatch: [proxyContainer],
      encoding: "UTF-8",
      extMeta: { ...extMeta, cluster },
    },
  };
}

/**
 * A collector on each node that reads the files in which the kubelet keeps what proxies write.
 * Sources: https://github.com/open-telemetry/opentelemetry-operator/blob/main/docs/api/opentelemetrycollectors.md and
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.112.0/receiver/filelogreceiver
 */
function buildLogCollector(
  plan: LogsBy<"openTelemetry">,
  cluster: string,
  secretVersion: unknown,
): LogObject {
  const { backend, image, resources, nodeSelector, tolerations } = plan;
  const hasSecret = Object.keys(buildExporter(backend, "logs").variables).length > 0;
  const filelog = {
    // Folders of pods are NAMESPACE_NAME_UID.
    include: [`${podLogs}/*_*_*/${proxyContainer}/*.log`],
    include_file_path: true,
    operators: [{ type: "container" }],
  };
  const mount = { name: "pod-logs", mountPath: podLogs, readOnly: true };
  return {
    apiVersion: "opentelemetry.io/v1beta1",
    kind: "OpenTelemetryCollector",
    namespace: plan.namespace,
    spec: {
      mode: "daemonset",
      image,
      // Else the operator changes the config itself when it is upgraded, and the stack changes it back.
      upgradeStrategy: "none",
      resources,
      ...(nodeSelector === undefined ? {} : { nodeSelector }),
      ...(tolerations === undefined ? {} : { tolerations }),
      podAnnotations: {
        "sidecar.istio.io/inject": "false",
        ...(hasSecret ? { [secretAnnotation]: secretVersion } : {}),
      },
      ...(hasSecret ? { envFrom: [{ secretRef: { name: logsName } }] } : {}),
      // The files are root's.
      securityContext: {
        runAsUser: 0,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
      volumes: [{ name: mount.name, hostPath: { path: podLogs } }],
      volumeMounts: [mount],
      config: buildPipeline("logs", { filelog }, { cluster, backend }),
    },
  };
}

/** https://kubernetes.io/docs/concepts/cluster-administration/logging/#log-location-node */
const podLogs = "/var/log/pods";
