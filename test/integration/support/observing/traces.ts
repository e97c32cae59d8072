import * as fs from "node:fs";
import * as k8s from "@kubernetes/client-node";
import { stringify } from "yaml";
import { connect } from "../../../../sandbox/kube";
import { applyAll, removeNamespace } from "../../../../sandbox/traffic/deploy";
import { sampleNamespace } from "../../../../sandbox/traffic/sample";
import { sampleSidecar } from "../../../../sandbox/traffic/sample-config";
import { collectorName, otlpPorts } from "../../../../stacks/observability/traces/plan";
import { tracesSchema } from "../../../../stacks/observability/traces/schema";
import type { TestCluster } from "../clusters";

const { collector } = tracesSchema.parse({});
const name = "backend";
const namespace = "traces-backend";

/** Where collectors find a cluster's backend. */
export const backendEndpoint = `${name}.${namespace}.svc.cluster.local:${otlpPorts.grpc}`;

/** Gives a cluster what stands for Jaeger or Tempo: a pod that writes all spans that it is sent to a file. */
export async function deployBackend(kubeconfig: string, file: string): Promise<void> {
  const metadata = { name, namespace };
  const labels = { app: name };
  const config = {
    receivers: { otlp: { protocols: { grpc: { endpoint: `:${otlpPorts.grpc}` } } } },
    exporters: { file: { path: file, flush_interval: "100ms" } },
    service: {
      // Its own metrics would be on a port that the node has once.
      telemetry: { metrics: { level: "none" } },
      pipelines: { traces: { receivers: ["otlp"], exporters: ["file"] } },
    },
  };
  const container = {
    name,
    image: collector.image,
    args: ["--config=/etc/backend/config.yaml"],
    ports: [{ containerPort: otlpPorts.grpc }],
    volumeMounts: [{ name: "config", mountPath: "/etc/backend" }],
  };
  await applyAll(connect(kubeconfig), [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    { apiVersion: "v1", kind: "ConfigMap", metadata, data: { "config.yaml": stringify(config) } },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: [container],
            volumes: [{ name: "config", configMap: { name } }],
          },
        },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: { selector: labels, ports: [{ port: otlpPorts.grpc }] },
    },
  ] as k8s.KubernetesObject[]);
}

/** Takes it away again, by the clusters' kubeconfigs. */
export async function removeBackends(kubeconfigs: readonly string[]): Promise<void> {
  await removeNamespace(kubeconfigs.map(connect), namespace);
}

/** The samples' Sidecar names every host that their proxies know; their collector is one, or they would have no tracer. */
export async function letSamplesTrace(cluster: TestCluster): Promise<void> {
  const egress = {
    port: { number: otlpPorts.grpc, protocol: "GRPC", name: "otlp" },
    bind: "127.0.0.1",
    captureMode: "NONE",
    hosts: [`*/${collectorName}.${collector.namespace}.svc.cluster.local`],
  };
  await cluster.api(k8s.CustomObjectsApi).patchNamespacedCustomObject(
    {
      group: "networking.istio.io",
      version: "v1beta1",
      namespace: sampleNamespace,
      plural: "sidecars",
      name: sampleSidecar,
      body: [{ op: "add", path: "/spec/egress/-", value: egress }],
    },
    k8s.setHeaderOptions("Content-Type", k8s.PatchStrategy.JsonPatch),
  );
}

/** A span as a collector's file exporter writes it: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
export interface Span {
  readonly trace: string;
  readonly name: string;
  /** Of what sent it, and its own; the values that are texts. */
  readonly attributes: Readonly<Record<string, string>>;
}

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string };
}

interface Line {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes?: readonly Attribute[] };
    readonly scopeSpans: readonly {
      readonly spans: readonly {
        readonly traceId: string;
        readonly name: string;
        readonly attributes?: readonly Attribute[];
      }[];
    }[];
  }[];
}

/** The spans that have arrived in a file by now. */
export function spansIn(file: string): Span[] {
  const lines = fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n") : [];
  // The last may be half written.
  return lines.slice(0, -1).flatMap((line) =>
    (JSON.parse(line) as Line).resourceSpans.flatMap(({ resource, scopeSpans }) =>
      scopeSpans.flatMap(({ spans }) =>
        spans.map((span) => ({
          trace: span.traceId,
          name: span.name,
          attributes: Object.fromEntries(
            [...(resource.attributes ?? []), ...(span.attributes ?? [])].map(({ key, value }) => [
              key,
              value.stringValue ?? "",
            ]),
          ),
        })),
      ),
    ),
  );
}
