import { isOn } from "../../is-on";
import { factsOf } from "../../istio-versions";
import type { JsonObject } from "../../tuning/json";
import type { ProvidersConfig, TelemetryConfig } from "./schema";
import { type SectionTelemetry, withSections } from "./sections";

/** A Telemetry of a primary. */
export interface TelemetryPlan {
  readonly apiVersion: string;
  readonly namespace: string;
  readonly name: string;
  readonly spec: JsonObject;
}

/**
 * What a primary's istiod reads.
 * @param version of Istio that the mesh runs
 * @param sections what other sections say there
 */
export function planTelemetry(
  telemetry: readonly TelemetryConfig[],
  cluster: string,
  version: string,
  sections: readonly SectionTelemetry[] = [],
): readonly TelemetryPlan[] {
  // The oldest that is served: an object that changes its version would be another one to Pulumi.
  const apiVersion = `telemetry.istio.io/${factsOf(version).telemetry.at(-1) ?? ""}`;
  const own = telemetry.filter((one) => isOn(cluster, one.clusters));
  return withSections(own, sections).map(({ namespace, name, spec }) => ({
    apiVersion,
    namespace,
    name,
    spec,
  }));
}

/** The providers as meshConfig.extensionProviders has them. */
export function planProviders(providers: ProvidersConfig): readonly JsonObject[] {
  return Object.entries(providers).map(([name, body]) => ({ name, ...body }));
}
