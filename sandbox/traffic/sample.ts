import type { KubernetesObject } from "@kubernetes/client-node";
import type { Protocol, Target } from "../echo/stream-request";
import { ECHO_IMAGE } from "../kubelet/pod-images";

/** Namespace of the sample workloads. */
export const sampleNamespace = "sandbox-traffic";

/** Ports of the program in the pod, on its own loopback address: only its sidecar reaches them. */
const app = { http: 18_080, grpc: 17_070, tcp: 19_000 } as const;
/** Ports of the Services. TCP has no host by which a sidecar could tell Services apart: each has a port of its own. */
const service = { http: 8080, grpc: 7070, tcp: (index: number) => 9000 + index } as const;
const tcpPort = 9000;

/** A cluster that has a sample workload. */
export interface SampleCluster {
  readonly name: string;
  /** Number of the cluster in the sandbox's address plan. */
  readonly index: number;
}

/** The Service that has the workloads of all clusters behind it. */
export const everywhere = "echo";

/** What a cluster has to run its sample workload. */
export function sampleWorkload({ name, index }: SampleCluster, replicas = 1): KubernetesObject[] {
  const labels = { app: everywhere };
  const account = `echo-${name}`;
  return [
    object("v1", "Namespace", sampleNamespace, {}, { labels: { "istio-injection": "enabled" } }),
    object("v1", "ServiceAccount", account, {}),
    object("apps/v1", "Deployment", everywhere, {
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: {
          metadata: {
            labels,
            // The sandbox has no iptables: ports that the sidecar listens on are named below, in the Sidecar.
            annotations: { "sidecar.istio.io/interceptionMode": "NONE" },
          },
          spec: {
            serviceAccountName: account,
            containers: [
              {
                name: "echo",
                image: ECHO_IMAGE,
                args: [`--http=${app.http}`, `--grpc=${app.grpc}`, `--tcp=${app.tcp}`],
                env: [
                  { name: "CLUSTER", value: name },
                  { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
                ],
              },
            ],
          },
        },
      },
    }),
    echoService(everywhere, { name: "http", port: service.http, targetPort: service.http }),
    echoService(`echo-${name}`, { name: "http", port: service.http, targetPort: service.http }),
    echoService(`echo-${name}-grpc`, {
      name: "grpc",
      port: service.grpc,
      targetPort: service.grpc,
    }),
    echoService(`echo-${name}-tcp`, { name: "tcp", port: service.tcp(index), targetPort: tcpPort }),
  ];
}

/** What the clusters have whose istiod reads Istio's config. */
export function sampleConfig(clusters: readonly SampleCluster[]): KubernetesObject[] {
  const names = clusters.map((one) => one.name);
  return [
    object("security.istio.io/v1beta1", "PeerAuthentication", "default", {
      spec: { mtls: { mode: "STRICT" } },
    }),
    object("networking.istio.io/v1beta1", "Sidecar", "default", {
      spec: {
        ingress: [
          ingress("HTTP", service.http, app.http),
          ingress("GRPC", service.grpc, app.grpc),
          ingress("TCP", tcpPort, app.tcp),
        ],
        egress: [
          egress("HTTP", service.http, [everywhere, ...names.map((name) => `echo-${name}`)]),
          egress(
            "GRPC",
            service.grpc,
            names.map((name) => `echo-${name}-grpc`),
          ),
          ...clusters.map(({ name, index }) =>
            egress("TCP", service.tcp(index), [`echo-${name}-tcp`]),
          ),
        ],
      },
    }),
    // Without outlier detection Istio does not look at localities.
    object("networking.istio.io/v1beta1", "DestinationRule", everywhere, {
      spec: {
        host: hostOf(everywhere),
        trafficPolicy: {
          outlierDetection: { consecutive5xxErrors: 1, interval: "1s", baseEjectionTime: "5s" },
        },
      },
    }),
  ];
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

/** How it reaches the nearest workload of any cluster. */
export function targetEverywhere(): Target {
  return {
    name: everywhere,
    protocol: "http",
    address: `127.0.0.1:${service.http}`,
    authority: `${hostOf(everywhere)}:${service.http}`,
  };
}

function hostOf(name: string): string {
  return `${name}.${sampleNamespace}.svc.cluster.local`;
}

function object(
  apiVersion: string,
  kind: string,
  name: string,
  content: object,
  metadata: object = {},
): KubernetesObject {
  const place = kind === "Namespace" ? {} : { namespace: sampleNamespace };
  return { apiVersion, kind, metadata: { name, ...place, ...metadata }, ...content };
}

function echoService(
  name: string,
  port: { readonly name: string; readonly port: number; readonly targetPort: number },
): KubernetesObject {
  return object("v1", "Service", name, { spec: { selector: { app: everywhere }, ports: [port] } });
}

function ingress(protocol: string, port: number, appPort: number): object {
  return {
    port: { number: port, protocol, name: protocol.toLowerCase() },
    captureMode: "NONE",
    defaultEndpoint: `127.0.0.1:${appPort}`,
  };
}

function egress(protocol: string, port: number, services: readonly string[]): object {
  return {
    port: { number: port, protocol, name: `${protocol.toLowerCase()}-${port}` },
    bind: "127.0.0.1",
    captureMode: "NONE",
    hosts: services.map((name) => `${sampleNamespace}/${hostOf(name)}`),
  };
}
