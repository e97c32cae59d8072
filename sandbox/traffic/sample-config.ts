import type { KubernetesObject } from "@kubernetes/client-node";
import {
  app,
  hostOf,
  nearest,
  object,
  type SampleCluster,
  sampleNamespace,
  service,
  tcpPort,
} from "./sample";

/** The Sidecar of all sample workloads. */
export const sampleSidecar = "default";

/** What the clusters have whose istiod reads Istio's config. */
export function sampleConfig(clusters: readonly SampleCluster[]): KubernetesObject[] {
  const names = clusters.map((one) => one.name);
  return [
    object("security.istio.io/v1beta1", "PeerAuthentication", "default", {
      spec: { mtls: { mode: "STRICT" } },
    }),
    object("networking.istio.io/v1beta1", "Sidecar", sampleSidecar, {
      spec: {
        ingress: [
          ingress("HTTP", service.http, app.http),
          ingress("GRPC", service.grpc, app.grpc),
          ingress("TCP", tcpPort, app.tcp),
        ],
        egress: [
          egress("HTTP", service.http, [nearest, ...names.map((name) => `echo-${name}`)]),
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
    object("networking.istio.io/v1beta1", "DestinationRule", nearest, {
      spec: {
        host: hostOf(nearest),
        trafficPolicy: {
          outlierDetection: { consecutive5xxErrors: 1, interval: "1s", baseEjectionTime: "5s" },
        },
      },
    }),
    ...[nearest, ...names.flatMap((name) => [`echo-${name}`, `echo-${name}-grpc`])].map(retries),
  ];
}

/** What is asked of an echo server can be asked twice: also a request is repeated whose connection broke meanwhile. */
function retries(name: string): KubernetesObject {
  const retryOn = "connect-failure,refused-stream,unavailable,cancelled,reset,503";
  return object("networking.istio.io/v1beta1", "VirtualService", name, {
    spec: {
      hosts: [hostOf(name)],
      http: [
        {
          route: [{ destination: { host: hostOf(name) } }],
          retries: { attempts: 3, perTryTimeout: "2s", retryOn },
        },
      ],
    },
  });
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
