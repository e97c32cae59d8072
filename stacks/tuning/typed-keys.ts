import type { ControlPlaneOverlay } from "./control-plane-overlay";
import { type JsonObject, valueAt } from "./json";
import type { SpreadConstraint } from "../workload-schema";
import type { IstiodConfig, TuningConfig } from "./schema";

/** How many pods of istiod there are. */
export interface Replicas {
  readonly min: number;
  readonly max: number;
}

type ReplicaBounds = Pick<IstiodConfig, "minReplicas" | "maxReplicas">;

/**
 * What a place's keys come to, as values of Istio's charts, which the operator and Helm take alike. Null takes away what a
 * place below said.
 * @param below what all before comes to: what belongs together may stand half there and half here
 */
export function typedOverlay(
  tuning: TuningConfig,
  below: ControlPlaneOverlay,
): ControlPlaneOverlay {
  const { istiod = {}, proxy = {} } = tuning;
  const proxyMetadata = dnsMetadata(tuning.dnsCapture);
  const defaultConfig = given({
    concurrency: proxy.concurrency,
    holdApplicationUntilProxyStarts: proxy.holdApplicationUntilProxyStarts,
    terminationDrainDuration: proxy.terminationDrainDuration,
    proxyMetadata,
  });
  return {
    meshConfig:
      given({
        outboundTrafficPolicy: given({ mode: tuning.outboundTraffic }),
        ...accessLog(tuning.accessLog),
        defaultConfig,
      }) ?? {},
    values:
      given({
        pilot: given({
          ...scaling(istiod, saidReplicas(below.values)),
          cpu: given({ targetAverageUtilization: istiod.targetCpuUtilization }),
          resources: istiod.resources,
          nodeSelector: istiod.nodeSelector,
          tolerations: istiod.tolerations,
          topologySpreadConstraints: istiod.topologySpreadConstraints?.map(ofIstiod),
          env: istiod.env,
        }),
        global: given({
          defaultPodDisruptionBudget: given({ enabled: istiod.disruptionBudget }),
          logging: given({ level: istiod.logLevel }),
          proxy: given({ logLevel: proxy.logLevel, resources: proxy.resources }),
        }),
      }) ?? {},
    components: {},
  };
}

/** The replicas that two places come to; what neither says is the default of Istio's chart. */
export function replicasOf(istiod: ReplicaBounds = {}, below: ReplicaBounds = {}): Replicas {
  return {
    min: istiod.minReplicas ?? below.minReplicas ?? 1,
    max: istiod.maxReplicas ?? below.maxReplicas ?? 5,
  };
}

/** Without an autoscaler the number stands in the Deployment; with one it must not, or each `up` would set it back. */
function scaling(istiod: IstiodConfig, below: ReplicaBounds): JsonObject {
  if (istiod.minReplicas === undefined && istiod.maxReplicas === undefined) {
    return {};
  }
  const { min, max } = replicasOf(istiod, below);
  return min === max
    ? { autoscaleEnabled: false, replicaCount: min, autoscaleMin: null, autoscaleMax: null }
    : {
        autoscaleEnabled: true,
        ...given({
          autoscaleMin: istiod.minReplicas ?? below.minReplicas,
          autoscaleMax: istiod.maxReplicas ?? below.maxReplicas,
        }),
        replicaCount: null,
      };
}

/** What values say of the number of pods; a fixed one is both the least and the largest. */
function saidReplicas(values: JsonObject): ReplicaBounds {
  const said = (key: string) => {
    const value = valueAt(values, ["pilot", key]);
    return typeof value === "number" ? value : undefined;
  };
  const isFixed = valueAt(values, ["pilot", "autoscaleEnabled"]) === false;
  const fixed = isFixed ? said("replicaCount") : undefined;
  return {
    minReplicas: said("autoscaleMin") ?? fixed,
    maxReplicas: said("autoscaleMax") ?? fixed,
  };
}

function accessLog(log: TuningConfig["accessLog"]): JsonObject {
  if (log === undefined) {
    return {};
  }
  if (log === false) {
    return { accessLogFile: "", accessLogEncoding: null, accessLogFormat: null };
  }
  const { file, encoding, format } =
    log === true ? { file: "/dev/stdout", encoding: "TEXT", format: undefined } : log;
  return {
    accessLogFile: file,
    accessLogEncoding: encoding,
    accessLogFormat: format ?? null,
  };
}

/** https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/ */
function dnsMetadata(capture: TuningConfig["dnsCapture"]): JsonObject | undefined {
  if (capture === undefined) {
    return undefined;
  }
  const autoAllocate = typeof capture === "object" ? String(capture.autoAllocate) : null;
  return {
    ISTIO_META_DNS_CAPTURE: String(capture !== false),
    ISTIO_META_DNS_AUTO_ALLOCATE: autoAllocate,
  };
}

/** The fields that say something; an object without any says nothing either. */
function given(fields: JsonObject): JsonObject | undefined {
  const left = Object.entries(fields).filter(([, value]) => value !== undefined);
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

/** A constraint that counts the pods of istiod, all revisions' together, unless it says which. */
function ofIstiod(constraint: SpreadConstraint): JsonObject {
  return {
    ...constraint,
    labelSelector: constraint.labelSelector ?? { matchLabels: { app: "istiod" } },
  };
}
