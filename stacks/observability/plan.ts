import { isOn } from "../is-on";
import type { Role } from "../topology";
import type { ControlPlaneOverlay } from "../tuning/control-plane-overlay";
import type { ObservabilityConfig } from "./schema";
import { planProviders, planTelemetry, type TelemetryPlan } from "./telemetry/plan";
import { type LogsPlan, logsTelemetry, planLogs } from "./logs/plan";
import {
  clusterLocal,
  type CollectorPlan,
  planCollector,
  tracesProvider,
  tracesProviderName,
  tracesTelemetry,
} from "./traces/plan";

/** What a cluster has so that its part of the mesh can be seen. */
export interface ObservabilityPlan {
  /** In the order of the config; none in a remote. */
  readonly telemetry: readonly TelemetryPlan[];
  /** Takes spans from proxies; undefined where the stack makes none. */
  readonly collector: CollectorPlan | undefined;
  /** What collects access logs; undefined where nothing of the stack's does. */
  readonly logs: LogsPlan | undefined;
}

/** The cluster that a plan is for. */
export interface ObservedCluster {
  readonly name: string;
  readonly role: Role;
  /** Of Istio. */
  readonly version: string;
}

export function planObservability(
  { telemetry, traces, logs }: ObservabilityConfig,
  { name, role, version }: ObservedCluster,
): ObservabilityPlan {
  const sections = [...tracesTelemetry(traces, name), ...logsTelemetry(logs, name)];
  return {
    telemetry: role === "primary" ? planTelemetry(telemetry, name, version, sections) : [],
    collector: planCollector(traces, name),
    logs: planLogs(logs, name),
  };
}

/** What the istiod of a primary is told of backends, for the tuning to go over it. */
export function toldOfProviders(
  { providers, traces }: ObservabilityConfig,
  primary: string,
): Partial<ControlPlaneOverlay> {
  const traced = traces !== undefined && isOn(primary, traces.clusters) ? traces : undefined;
  const extensionProviders = planProviders({
    ...providers,
    ...(traced === undefined ? {} : { [tracesProviderName]: tracesProvider(traced) }),
  });
  const meshConfig = {
    ...(extensionProviders.length > 0 ? { extensionProviders } : {}),
    ...(traced === undefined ? {} : clusterLocal(traced)),
  };
  return Object.keys(meshConfig).length > 0 ? { meshConfig } : {};
}
