import type { KubernetesObject } from "@kubernetes/client-node";
import type { Protocol, Target } from "../echo/stream-request";
import { ECHO_IMAGE } from "../kubelet/pod-images";

/** Namespace of the sample workloads. */
export const sampleNamespace = "sandbox-traffic";

/** Ports of the program in the pod, on its own loopback address: only its sidecar reaches them. */
export const app = { http: 18_080, grpc: 17_070, tcp: 19_000 } as const;
/** Ports of the Services. TCP has no host by which a sidecar could tell Services apart: each has a port of its own. */
export const service = { http: 8080, grpc: 7070, tcp: (index: number) => 9000 + index } as const;
export const tcpPort = 9000;

/** A cluster that has a sample workload. */
export interface SampleCluster {
  readonly name: string;
  /** Number of the cluster in the sandbox's address plan. */
  readonly index: number;
}

/** Name of the workload in each cluster. */
export const echo = "echo";
/** A Service that several clusters may have workloads behind; the mesh is to choose the nearest. */
export const nearest = "nearest";

/** How a sample workload differs from others. */
export interface SampleSettings {
  /** How long its certificates are valid; they are renewed after half of that. Default: Istio's, a day. */
  readonly certificateSeconds?: number;
}

/** What a cluster has to run its sample workload, which is both client and server. */
export function sampleWorkload(
  cluster: SampleCluster,
  settings: SampleSettings = {},
): KubernetesObject[] {
  const { name, index } = cluster;
  return [
    object("v1", "Namespace", sampleNamespace, {}, { labels: { "istio-injection": "enabled" } }),
    object("v1", "ServiceAccount", `echo-${name}`, {}),
    deployment(echo, cluster, settings),
    serviceOf(echo, `echo-${name}`, { name: "http", port: service.http, targetPort: service.http }),
    serviceOf(echo, `echo-${name}-grpc`, {
      name: "grpc",
      port: service.grpc,
      targetPort: service.grpc,
    }),
    serviceOf(echo, `echo-${name}-tcp`, {
      name: "tcp",
      port: service.tcp(index),
      targetPort: tcpPort,
    }),
  ];
}

/** What a cluster that has a sample workload has in addition to be one of those that may be the nearest. */
export function nearestWorkload(cluster: SampleCluster): KubernetesObject[] {
  const port = { name: "http", port: service.http, targetPort: service.http };
  return [deployment(nearest, cluster), serviceOf(nearest, nearest, port)];
}

/** How the program of a workload reaches a cluster's workload, by each protocol. */
export function targetsTo({ name, index }: SampleCluster): Target[] {
  const to = (protocol: Protocol, port: number, suffix = ""): Target => ({
    name: `${name} ${protocol}`,
    protocol,
    address: `127.0.0.1:${port}`,
    authority: `${hostOf(`echo-${name}${suffix}`)}:${port}`,
  });
  return [
    to("http", service.http),
    to("grpc", service.grpc, "-grpc"),
    to("tcp", service.tcp(index), "-tcp"),
  ];
}

/** How it reaches the nearest workload. */
export function targetNearest(): Target {
  return {
    name: nearest,
    protocol: "http",
    address: `127.0.0.1:${service.http}`,
    authority: `${hostOf(nearest)}:${service.http}`,
  };
}

function deployment(
  name: string,
  cluster: SampleCluster,
  { certificateSeconds }: SampleSettings = {},
): KubernetesObject {
  const labels = { app: name };
  return object("apps/v1", "Deployment", name, {
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: {
          labels,
          annotations: {
            // The sandbox has no iptables: ports that the sidecar listens on are named below, in the Sidecar.
            "sidecar.istio.io/interceptionMode": "NONE",
            "proxy.istio.io/config": JSON.stringify({
              terminationDrainDuration: "2s",
              ...(certificateSeconds === undefined
                ? {}
                : { proxyMetadata: { SECRET_TTL: `${certificateSeconds}s` } }),
            }),
          },
        },
        spec: {
          serviceAccountName: `echo-${cluster.name}`,
          // A namespace's end waits for half of it, whether or not the pod is gone by then.
          terminationGracePeriodSeconds: 4,
          containers: [
            {
              name: echo,
              image: ECHO_IMAGE,
              args: [`--http=${app.http}`, `--grpc=${app.grpc}`, `--tcp=${app.tcp}`],
              env: [
                { name: "CLUSTER", value: cluster.name },
                { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
              ],
            },
          ],
        },
      },
    },
  });
}

export function hostOf(name: string): string {
  return `${name}.${sampleNamespace}.svc.cluster.local`;
}

/** An object, in the sample's namespace if its kind has one. */
export function object(
  apiVersion: string,
  kind: string,
  name: string,
  content: object,
  metadata: object = {},
): KubernetesObject {
  const place = kind === "Namespace" ? {} : { namespace: sampleNamespace };
  return { apiVersion, kind, metadata: { name, ...place, ...metadata }, ...content };
}

function serviceOf(
  workload: string,
  name: string,
  port: { readonly name: string; readonly port: number; readonly targetPort: number },
): KubernetesObject {
  return object("v1", "Service", name, { spec: { selector: { app: workload }, ports: [port] } });
}
