import { isOn } from "../../is-on";
import { istioNamespace } from "../../istio-names";
import type { JsonObject } from "../../tuning/json";
import type { BackendConfig } from "../backend";
import type { ProvidersConfig } from "../telemetry/schema";
import type { SectionTelemetry } from "../telemetry/sections";
import type { CollectorConfig, TagConfig, TracesConfig } from "./schema";

/** Name of the provider that proxies are told of. */
export const tracesProviderName = "istio-mesh-traces";
/** Name of all objects of the stack's own collector. */
export const collectorName = "istio-mesh-collector";
/** Where it runs unless the config says otherwise. */
export const defaultCollectorNamespace = "istio-tracing";
/** Where it takes OTLP: https://opentelemetry.io/docs/specs/otlp/ */
export const otlpPorts = { grpc: 4317, http: 4318 } as const;

/** A collector of the stack's own, on one cluster. */
export interface CollectorPlan extends Pick<
  CollectorConfig,
  | "image"
  | "namespace"
  | "replicas"
  | "resources"
  | "nodeSelector"
  | "tolerations"
  | "topologySpreadConstraints"
> {
  /** Whether the namespace is the stack's, made for it. */
  readonly makesNamespace: boolean;
  readonly backend: BackendConfig;
}

/** The collector of a cluster; undefined where there is none of the stack's own. */
export function planCollector(
  traces: TracesConfig | undefined,
  cluster: string,
): CollectorPlan | undefined {
  if (traces === undefined || !isOn(cluster, traces.clusters)) {
    return undefined;
  }
  const { backend, collector } = traces;
  const { image, namespace, replicas, resources } = collector;
  const { nodeSelector, tolerations, topologySpreadConstraints } = collector;
  return collector.service === undefined && backend !== undefined
    ? {
        image,
        namespace,
        makesNamespace: namespace !== istioNamespace,
        replicas,
        resources,
        nodeSelector,
        tolerations,
        topologySpreadConstraints,
        backend,
      }
    : undefined;
}

/** The provider as `observability.providers` would have it: the nearest collector has the same name on every cluster. */
export function tracesProvider({ collector }: TracesConfig): ProvidersConfig[string] {
  return { opentelemetry: collectorAddress(collector) };
}

/** Where proxies send spans, as they name it. */
export function collectorAddress({ service, port, namespace }: CollectorConfig) {
  return service === undefined
    ? { service: `${collectorName}.${namespace}.svc.cluster.local`, port: otlpPorts.grpc }
    : { service, port };
}

/**
 * What the istiod of a primary is told, beside the provider. A service of one name on several clusters is one service to
 * Istio: without this, spans would go to any cluster's collector whose name they would get.
 * Source: https://istio.io/latest/docs/ops/configuration/traffic-management/multicluster/#partitioning-services
 */
export function clusterLocal({ collector }: TracesConfig): JsonObject {
  const { service } = collectorAddress(collector);
  return { serviceSettings: [{ settings: { clusterLocal: true }, hosts: [service] }] };
}

/** What Telemetry says of traces on a primary, the whole mesh first: the others take provider and tags from it. */
export function tracesTelemetry(
  traces: TracesConfig | undefined,
  cluster: string,
): SectionTelemetry[] {
  if (traces === undefined || !isOn(cluster, traces.clusters)) {
    return [];
  }
  const { samplingPercentage, tags, namespaces } = traces;
  const customTags = Object.entries(tags).map(([name, tag]) => [name, customTag(tag)] as const);
  return [
    {
      namespace: istioNamespace,
      selector: {},
      fields: {
        tracing: [
          {
            providers: [{ name: tracesProviderName }],
            randomSamplingPercentage: samplingPercentage,
            ...(customTags.length > 0 ? { customTags: Object.fromEntries(customTags) } : {}),
          },
        ],
      },
    },
    ...namespaces
      .filter((one) => isOn(cluster, one.clusters))
      .map(({ namespace, selector = {}, samplingPercentage: rate }) => ({
        namespace,
        selector,
        fields: { tracing: [{ randomSamplingPercentage: rate }] },
      })),
  ];
}

/** Source: https://istio.io/latest/docs/reference/config/telemetry/#Tracing-CustomTag */
function customTag({ literal, header, environment, default: value }: TagConfig): JsonObject {
  const defaultValue = value === undefined ? {} : { defaultValue: value };
  if (header !== undefined) {
    return { header: { name: header, ...defaultValue } };
  }
  return environment === undefined
    ? { literal: { value: literal } }
    : { environment: { name: environment, ...defaultValue } };
}
