import type { ControlPlaneOverlay } from "../tuning/control-plane-overlay";
import type { Role } from "../topology";
import { type DashboardsPlan, planDashboards } from "./dashboards/plan";
import type { ObservabilityConfig } from "./schema";
import { planProviders, planTelemetry, type TelemetryPlan } from "./telemetry/plan";

/** What a cluster has so that its part of the mesh can be seen. */
export interface ObservabilityPlan {
  /** In the order of the config; none in a remote. */
  readonly telemetry: readonly TelemetryPlan[];
  /** Left out where there are none. */
  readonly dashboards?: DashboardsPlan;
}

/** The cluster that a plan is for. */
export interface ObservedCluster {
  readonly name: string;
  readonly role: Role;
  /** Of Istio. */
  readonly version: string;
  /** Names of the mesh's gateways. */
  readonly gateways: readonly string[];
}

export function planObservability(
  { telemetry, ...config }: ObservabilityConfig,
  { name, role, version, gateways }: ObservedCluster,
): ObservabilityPlan {
  const dashboards = planDashboards(config.dashboards, name, gateways);
  return {
    telemetry: role === "primary" ? planTelemetry(telemetry, name, version) : [],
    ...(dashboards ? { dashboards } : {}),
  };
}

/** What istiod is told of backends, for the tuning to go over it. */
export function toldOfProviders({ providers }: ObservabilityConfig): Partial<ControlPlaneOverlay> {
  const extensionProviders = planProviders(providers);
  return extensionProviders.length > 0 ? { meshConfig: { extensionProviders } } : {};
}
