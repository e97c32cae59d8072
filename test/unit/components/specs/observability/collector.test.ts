import assert from "node:assert/strict";
import {
  buildCollectorConfig,
  buildPipeline,
} from "../../../../../components/specs/observability/collector";
import {
  buildCollectorDeployment,
  buildCollectorService,
} from "../../../../../components/specs/observability/collector-deployment";
import { elasticsearch, otlp } from "../../../../support/backends";

describe("the config of a collector of traces", () => {
  it("takes OTLP, says which cluster it is from, and sends it on; it can be asked whether it is well", () => {
    assert.deepEqual(buildCollectorConfig({ cluster: "east", backend: otlp }), {
      receivers: {
        otlp: { protocols: { grpc: { endpoint: ":4317" }, http: { endpoint: ":4318" } } },
      },
      processors: {
        memory_limiter: {
          check_interval: "1s",
          limit_percentage: 80,
          spike_limit_percentage: 20,
        },
        resource: {
          attributes: [{ key: "k8s.cluster.name", value: "east", action: "upsert" }],
        },
        batch: {},
      },
      exporters: { otlp: { endpoint: "tempo.example.org:4317", tls: {} } },
      extensions: { health_check: { endpoint: ":13133" } },
      service: {
        extensions: ["health_check"],
        telemetry: {
          metrics: {
            readers: [
              {
                pull: {
                  exporter: {
                    prometheus: {
                      host: "0.0.0.0",
                      port: 8888,
                      without_scope_info: true,
                      without_type_suffix: true,
                      without_units: true,
                    },
                  },
                },
              },
            ],
          },
        },
        pipelines: {
          traces: {
            receivers: ["otlp"],
            processors: ["memory_limiter", "resource", "batch"],
            exporters: ["otlp"],
          },
        },
      },
    });
  });

  it("names the receiver and the exporter of its pipeline, whatever it collects", () => {
    const settings = { cluster: "east", backend: elasticsearch };
    const { exporters, service } = buildPipeline("logs", { filelog: {} }, settings);
    assert.deepEqual(Object.keys(exporters), ["elasticsearch"]);
    assert.deepEqual(service.pipelines, {
      logs: {
        receivers: ["filelog"],
        processors: ["memory_limiter", "resource", "batch"],
        exporters: ["elasticsearch"],
      },
    });
  });
});

describe("the pods of a collector", () => {
  const plan = {
    image: "otel/opentelemetry-collector-contrib:0.112.0",
    namespace: "istio-tracing",
    replicas: 2,
    resources: { limits: { memory: "1000Mi" } },
    nodeSelector: { role: "system" },
    tolerations: undefined,
    topologySpreadConstraints: undefined,
    makesNamespace: true,
    backend: otlp,
  };
  const built = (change: { config?: string; pullSecrets?: string[]; hasSecret?: boolean } = {}) =>
    buildCollectorDeployment({
      plan,
      config: "a: 1",
      pullSecrets: [],
      hasSecret: false,
      ...change,
    });

  it("are not in the mesh, own nothing and write nowhere", () => {
    assert.deepEqual(built(), {
      replicas: 2,
      selector: { matchLabels: { app: "istio-mesh-collector" } },
      template: {
        metadata: {
          labels: { app: "istio-mesh-collector", "sidecar.istio.io/inject": "false" },
          annotations: {
            "istio-mesh/config": "16c3c6d78678d53d",
            "prometheus.io/scrape": "true",
            "prometheus.io/port": "8888",
          },
        },
        spec: {
          serviceAccountName: "istio-mesh-collector",
          automountServiceAccountToken: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 10001,
            runAsGroup: 10001,
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [
            {
              name: "collector",
              image: "otel/opentelemetry-collector-contrib:0.112.0",
              args: ["--config=/etc/istio-mesh/config.yaml"],
              env: [{ name: "GOMEMLIMIT", value: "671088640" }],
              ports: [
                { name: "grpc-otlp", containerPort: 4317, protocol: "TCP" },
                { name: "http-otlp", containerPort: 4318, protocol: "TCP" },
                { name: "http-health", containerPort: 13133, protocol: "TCP" },
                { name: "http-metrics", containerPort: 8888, protocol: "TCP" },
              ],
              readinessProbe: { httpGet: { path: "/", port: 13133 } },
              livenessProbe: { httpGet: { path: "/", port: 13133 }, initialDelaySeconds: 10 },
              resources: { limits: { memory: "1000Mi" } },
              securityContext: {
                allowPrivilegeEscalation: false,
                privileged: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"] },
              },
              volumeMounts: [{ name: "config", mountPath: "/etc/istio-mesh", readOnly: true }],
            },
          ],
          volumes: [{ name: "config", configMap: { name: "istio-mesh-collector" } }],
          nodeSelector: { role: "system" },
        },
      },
    });
  });

  it("follow a change of the config, which they read when they start", () => {
    const mark = (config: string) =>
      built({ config }).template.metadata.annotations["istio-mesh/config"];
    assert.notEqual(mark("a: 2"), mark("a: 1"));
  });

  it("name their pull secrets, and have their secrets from the environment", () => {
    const { imagePullSecrets, containers } = built({ pullSecrets: ["hub"], hasSecret: true })
      .template.spec;
    assert.deepEqual(imagePullSecrets, [{ name: "hub" }]);
    assert.deepEqual(containers[0]?.envFrom, [{ secretRef: { name: "istio-mesh-collector" } }]);
  });

  it("are found by a Service whose ports say what is spoken, so that Envoy speaks HTTP/2 to the first", () => {
    const common = { protocol: "TCP" };
    assert.deepEqual(buildCollectorService(), {
      selector: { app: "istio-mesh-collector" },
      ports: [
        { ...common, name: "grpc-otlp", port: 4317, targetPort: 4317, appProtocol: "grpc" },
        { ...common, name: "http-otlp", port: 4318, targetPort: 4318, appProtocol: "http" },
      ],
    });
  });
});
