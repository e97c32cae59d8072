import { isOn } from "../is-on";
import type { Role } from "../topology";
import type { ControlPlaneOverlay } from "../tuning/control-plane-overlay";
import { type DashboardsPlan, planDashboards } from "./dashboards/plan";
import { type LogsPlan, logsTelemetry, planLogs } from "./logs/plan";
import { type MetricsPlan, planMetrics } from "./metrics/plan";
import type { RuleContext } from "./metrics/rules/rule";
import type { ObservabilityConfig } from "./schema";
import { planProviders, planTelemetry, type TelemetryPlan } from "./telemetry/plan";
import {
  clusterLocal,
  type CollectorPlan,
  planCollector,
  tracesProvider,
  tracesProviderName,
  tracesTelemetry,
} from "./traces/plan";

/** What a cluster has so that its part of the mesh can be seen; what it does not have is left out. */
export interface ObservabilityPlan {
  /** In the order of the config; none in a remote. */
  readonly telemetry: readonly TelemetryPlan[];
  readonly metrics?: MetricsPlan;
  readonly dashboards?: DashboardsPlan;
  /** Takes spans from proxies. */
  readonly collector?: CollectorPlan;
  /** What collects access logs. */
  readonly logs?: LogsPlan;
}

/** The cluster that a plan is for. */
export interface ObservedCluster extends Pick<RuleContext, "revisions" | "watched" | "gateways"> {
  readonly name: string;
  readonly role: Role;
  /** Of Istio. */
  readonly version: string;
  /** Names of the gateways of all clusters. */
  readonly meshGateways: readonly string[];
}

export function planObservability(
  { telemetry, ...config }: ObservabilityConfig,
  { name, role, version, meshGateways, ...about }: ObservedCluster,
): ObservabilityPlan {
  const sections = [...tracesTelemetry(config.traces, name), ...logsTelemetry(config.logs, name)];
  const metrics = planMetrics(config.metrics, { cluster: name, ...about });
  const dashboards = planDashboards(config.dashboards, name, meshGateways);
  const collector = planCollector(config.traces, name);
  const logs = planLogs(config.logs, name);
  return {
    telemetry: role === "primary" ? planTelemetry(telemetry, name, version, sections) : [],
    ...(metrics ? { metrics } : {}),
    ...(dashboards ? { dashboards } : {}),
    ...(collector ? { collector } : {}),
    ...(logs ? { logs } : {}),
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
