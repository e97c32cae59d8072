import type { GatewayPlan } from "../gateway-plan";
import type { ControlPlaneOverlay } from "../tuning/control-plane-overlay";
import type { Role } from "../topology";
import { type DashboardsPlan, planDashboards } from "./dashboards/plan";
import { type MetricsPlan, planMetrics } from "./metrics/plan";
import type { RuleContext, WatchedGateway } from "./metrics/rules/rule";
import type { ObservabilityConfig } from "./schema";
import { planProviders, planTelemetry, type TelemetryPlan } from "./telemetry/plan";

/** What a cluster has so that its part of the mesh can be seen. */
export interface ObservabilityPlan {
  /** In the order of the config; none in a remote. */
  readonly telemetry: readonly TelemetryPlan[];
  /** Left out where there are none. */
  readonly dashboards?: DashboardsPlan;
  /** Undefined where they are not collected. */
  readonly metrics: MetricsPlan | undefined;
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
  const dashboards = planDashboards(config.dashboards, name, meshGateways);
  return {
    telemetry: role === "primary" ? planTelemetry(telemetry, name, version) : [],
    metrics: planMetrics(config.metrics, { cluster: name, ...about }),
    ...(dashboards ? { dashboards } : {}),
  };
}

/** A gateway as rules know it. */
export function watchedGateway({ name, namespace, labels }: GatewayPlan): WatchedGateway {
  return { name, namespace, app: labels["app"] ?? name };
}

/** What istiod is told of backends, for the tuning to go over it. */
export function toldOfProviders({ providers }: ObservabilityConfig): Partial<ControlPlaneOverlay> {
  const extensionProviders = planProviders(providers);
  return extensionProviders.length > 0 ? { meshConfig: { extensionProviders } } : {};
}
