import { digestOf } from "../../../stacks/digest";
import {
  collectorName,
  type CollectorPlan,
  otlpPorts,
} from "../../../stacks/observability/traces/plan";
import { memoryBytes } from "../../../stacks/quantity";
import { configAnnotation } from "../../names";
import { hardened, seccompProfile } from "../hardened";
import { buildPlacement } from "../pod-tuning";
import { healthPort, metricsPort } from "./collector";

/** By which its Deployment and Service know its pods. */
export const collectorSelector = { app: collectorName } as const;

/** File of its ConfigMap. */
export const collectorConfigFile = "config.yaml";
const configFolder = "/etc/istio-mesh";

export interface CollectorPods {
  readonly plan: CollectorPlan;
  /** Content of the config's file: pods read it when they start, so that they follow a change of it. */
  readonly config: string;
  /** Names of the Secrets by which the image is pulled. */
  readonly pullSecrets: readonly string[];
  /** Whether there is a Secret of the collector's name with its environment. */
  readonly hasSecret: boolean;
}

/** The Deployment's spec. No pod of it is in the mesh: spans of a proxy about spans would never end. */
export function buildCollectorDeployment({ plan, config, pullSecrets, hasSecret }: CollectorPods) {
  return {
    replicas: plan.replicas,
    selector: { matchLabels: { ...collectorSelector } },
    template: {
      metadata: {
        // https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy
        labels: { ...collectorSelector, "sidecar.istio.io/inject": "false" },
        annotations: {
          [configAnnotation]: digestOf(config),
          "prometheus.io/scrape": "true",
          "prometheus.io/port": String(metricsPort),
        },
      },
      spec: {
        serviceAccountName: collectorName,
        automountServiceAccountToken: false,
        ...(pullSecrets.length > 0
          ? { imagePullSecrets: pullSecrets.map((name) => ({ name })) }
          : {}),
        securityContext: {
          runAsNonRoot: true,
          // The user that the collector's own image has.
          runAsUser: 10001,
          runAsGroup: 10001,
          seccompProfile,
        },
        containers: [buildContainer(plan, hasSecret)],
        volumes: [{ name: "config", configMap: { name: collectorName } }],
        ...buildPlacement(plan, collectorSelector),
      },
    },
  };
}

function buildContainer({ image, resources }: CollectorPlan, hasSecret: boolean) {
  const memory = resources.limits?.memory;
  const probe = { httpGet: { path: "/", port: healthPort } };
  return {
    name: "collector",
    image,
    args: [`--config=${configFolder}/${collectorConfigFile}`],
    // As the memory limiter's page advises: 80 % of its hard limit, which is 80 % of the pod's.
    ...(memory === undefined
      ? {}
      : { env: [{ name: "GOMEMLIMIT", value: String((memoryBytes(memory) * 64n) / 100n) }] }),
    ...(hasSecret ? { envFrom: [{ secretRef: { name: collectorName } }] } : {}),
    ports: [
      { name: "grpc-otlp", containerPort: otlpPorts.grpc, protocol: "TCP" },
      { name: "http-otlp", containerPort: otlpPorts.http, protocol: "TCP" },
      { name: "http-health", containerPort: healthPort, protocol: "TCP" },
      { name: "http-metrics", containerPort: metricsPort, protocol: "TCP" },
    ],
    readinessProbe: probe,
    livenessProbe: { ...probe, initialDelaySeconds: 10 },
    resources,
    securityContext: hardened,
    volumeMounts: [{ name: "config", mountPath: configFolder, readOnly: true }],
  };
}

/** As istiod's: one pod stays. Undefined for a single pod, for which a drain would wait for ever. */
export function buildCollectorDisruptionBudget({ replicas }: Pick<CollectorPlan, "replicas">) {
  return replicas > 1
    ? { minAvailable: 1, selector: { matchLabels: { ...collectorSelector } } }
    : undefined;
}

/** The Service's spec: proxies speak HTTP/2 to a port that says so. */
export function buildCollectorService() {
  return {
    selector: { ...collectorSelector },
    ports: [port("grpc-otlp", otlpPorts.grpc, "grpc"), port("http-otlp", otlpPorts.http, "http")],
  };
}

function port(name: string, number: number, appProtocol: string) {
  return { name, port: number, targetPort: number, protocol: "TCP", appProtocol };
}
