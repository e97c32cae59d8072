import assert from "node:assert/strict";
import { buildPipeline } from "../../../../../components/specs/observability/collector";
import { buildLogObjects } from "../../../../../components/specs/observability/log-objects";
import { logsSchema } from "../../../../../stacks/observability/logs/schema";
import { otlp } from "../../../../support/backends";

const elasticsearch = {
  endpoints: ["https://es.example.org/search"],
  user: "writer",
  password: { secret: "esPassword" },
};
const built = (logs: object, version?: string) =>
  buildLogObjects(logsSchema.parse(logs), "east", version);

describe("what has access logs collected", () => {
  it("is a BkLogConfig of proxies' stdout in all namespaces, with the cluster's name on each line", () => {
    const extMeta = { env: "prod", cluster: "other" };
    assert.deepEqual(built({ by: "bkLog", dataId: 1234, extMeta }), [
      {
        apiVersion: "bk.tencent.com/v1alpha1",
        kind: "BkLogConfig",
        namespace: "istio-system",
        spec: {
          dataId: 1234,
          logConfigType: "std_log_config",
          containerNameMatch: ["istio-proxy"],
          encoding: "UTF-8",
          extMeta: { env: "prod", cluster: "east" },
        },
      },
    ]);
  });

  it("is a collector on each node that reads proxies' files", () => {
    const [object, ...others] = built({
      by: "openTelemetry",
      backend: otlp,
      nodeSelector: { a: "b" },
    });
    assert.deepEqual(others, []);
    assert.deepEqual(object, {
      apiVersion: "opentelemetry.io/v1beta1",
      kind: "OpenTelemetryCollector",
      namespace: "istio-system",
      spec: {
        mode: "daemonset",
        image: "otel/opentelemetry-collector-contrib:0.112.0",
        upgradeStrategy: "none",
        resources: {
          requests: { cpu: "50m", memory: "128Mi" },
          limits: { cpu: "500m", memory: "256Mi" },
        },
        nodeSelector: { a: "b" },
        podAnnotations: { "sidecar.istio.io/inject": "false" },
        securityContext: {
          runAsUser: 0,
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
        volumes: [{ name: "pod-logs", hostPath: { path: "/var/log/pods" } }],
        volumeMounts: [{ name: "pod-logs", mountPath: "/var/log/pods", readOnly: true }],
        config: buildPipeline(
          "logs",
          {
            filelog: {
              include: ["/var/log/pods/*_*_*/istio-proxy/*.log"],
              include_file_path: true,
              operators: [{ type: "container" }],
            },
          },
          { cluster: "east", backend: otlp },
        ),
      },
    });
  });

  it("has a collector's secrets from the environment, and other pods with another Secret", () => {
    const [object] = built({ by: "openTelemetry", backend: { elasticsearch } }, "7");
    assert.deepEqual(object?.spec["envFrom"], [{ secretRef: { name: "istio-mesh-logs" } }]);
    assert.deepEqual(object.spec["podAnnotations"], {
      "sidecar.istio.io/inject": "false",
      "istio-mesh/secret": "7",
    });
  });

  it("is an input, a filter and an output of Fluent Bit, under a tag of their own", () => {
    const common = {
      apiVersion: "fluentbit.fluent.io/v1alpha2",
      labels: { "fluentbit.fluent.io/enabled": "true" },
    };
    const input = {
      ...common,
      kind: "ClusterInput",
      spec: {
        tail: {
          tag: "istio-mesh.*",
          path: "/var/log/containers/*_istio-proxy-*.log",
          multilineParser: "docker, cri",
          db: "/fluent-bit/tail/istio-mesh-logs.db",
          memBufLimit: "32MB",
          skipLongLines: true,
        },
      },
    };
    const filter = {
      ...common,
      kind: "ClusterFilter",
      spec: {
        match: "istio-mesh.*",
        filters: [
          {
            kubernetes: {
              kubeTagPrefix: "istio-mesh.var.log.containers.",
              labels: false,
              annotations: false,
            },
          },
          { recordModifier: { records: ["cluster east"] } },
        ],
      },
    };
    const credential = (key: string) => ({
      valueFrom: { secretKeyRef: { name: "istio-mesh-logs", key } },
    });
    const output = {
      ...common,
      kind: "ClusterOutput",
      annotations: { "istio-mesh/secret": "7" },
      spec: {
        match: "istio-mesh.*",
        es: {
          host: "es.example.org",
          port: 443,
          path: "/search",
          tls: { verify: true },
          httpUser: credential("user"),
          httpPassword: credential("password"),
          index: "logs-generic-default",
          writeOperation: "create",
          suppressTypeName: "On",
        },
      },
    };
    assert.deepEqual(built({ by: "fluentBit" }), [input, filter]);
    assert.ok(built({ by: "fluentBit", labels: {} }).every((one) => !("labels" in one)));
    assert.deepEqual(built({ by: "fluentBit", elasticsearch }, "7"), [input, filter, output]);
  });

  it("tells Fluent Bit the port of an address, and no TLS where it has none", () => {
    const es = (endpoint: string) => {
      const objects = built({
        by: "fluentBit",
        elasticsearch: { ...elasticsearch, endpoints: [endpoint], index: "mesh" },
      });
      const { host, port, path, tls, index } = objects[2]?.spec["es"] as Record<string, unknown>;
      return { host, port, path, tls, index };
    };
    const common = { host: "es", path: undefined, index: "mesh" };
    assert.deepEqual(es("http://es"), { ...common, port: 80, tls: undefined });
    assert.deepEqual(es("https://es:9200"), { ...common, port: 9200, tls: { verify: true } });
  });
});
