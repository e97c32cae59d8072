import type { ControlPlaneOverlay } from "../tuning/control-plane-overlay";
import type { Role } from "../topology";
import type { ObservabilityConfig } from "./schema";
import { planProviders, planTelemetry, type TelemetryPlan } from "./telemetry/plan";

/** What a cluster has so that its part of the mesh can be seen. */
export interface ObservabilityPlan {
  /** In the order of the config; none in a remote. */
  readonly telemetry: readonly TelemetryPlan[];
}

/** The cluster that a plan is for. */
export interface ObservedCluster {
  readonly name: string;
  readonly role: Role;
  /** Of Istio. */
  readonly version: string;
}

export function planObservability(
  { telemetry }: ObservabilityConfig,
  { name, role, version }: ObservedCluster,
): ObservabilityPlan {
  return { telemetry: role === "primary" ? planTelemetry(telemetry, name, version) : [] };
}

/** What istiod is told of backends, for the tuning to go over it. */
export function toldOfProviders({ providers }: ObservabilityConfig): Partial<ControlPlaneOverlay> {
  const extensionProviders = planProviders(providers);
  return extensionProviders.length > 0 ? { meshConfig: { extensionProviders } } : {};
}
