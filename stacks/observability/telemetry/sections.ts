import { digestOf } from "../../digest";
import { isObject, type JsonObject } from "../../tuning/json";
import type { TelemetryConfig } from "./schema";
import { sectionName } from "./section-name";

/** What a section says of some workloads. */
export interface SectionTelemetry {
  readonly namespace: string;
  /** Labels of the workloads; none means all. */
  readonly selector: Readonly<Record<string, string>>;
  /** Of the spec, without the selector: `{ tracing }`. */
  readonly fields: JsonObject;
}

/** A Telemetry with its place. */
export type PlacedTelemetry = Pick<TelemetryConfig, "namespace" | "name" | "spec">;

/**
 * The user's Telemetry and the sections', one for the same workloads, since istiod takes but one: what sections say is
 * added to the user's, which has priority, or to what an earlier section says.
 */
export function withSections(
  own: readonly PlacedTelemetry[],
  sections: readonly SectionTelemetry[],
): readonly PlacedTelemetry[] {
  return sections.reduce<readonly PlacedTelemetry[]>((made, { namespace, selector, fields }) => {
    const workloads = workloadsOf(namespace, selector);
    const isSame = (one: PlacedTelemetry) => workloadsOfTelemetry(one) === workloads;
    if (made.some(isSame)) {
      return made.map((one) => (isSame(one) ? { ...one, spec: { ...fields, ...one.spec } } : one));
    }
    const isForAll = Object.keys(selector).length === 0;
    return [
      ...made,
      {
        namespace,
        name: isForAll ? sectionName : `${sectionName}-${digestOf(workloads, 8)}`,
        spec: { ...(isForAll ? {} : { selector: { matchLabels: selector } }), ...fields },
      },
    ];
  }, own);
}

/**
 * Which workloads a Telemetry is for, as a text; undefined for one that names its targets, which is beside all others.
 * Source: GetTargetRefs and ShouldAttachPolicy of
 * https://github.com/istio/istio/blob/1.22.0/pilot/pkg/model/policyattachment.go
 */
export function workloadsOfTelemetry({
  namespace,
  spec,
}: Pick<PlacedTelemetry, "namespace" | "spec">): string | undefined {
  const { targetRef, targetRefs } = spec;
  const hasTargets = isObject(targetRef) || (Array.isArray(targetRefs) && targetRefs.length > 0);
  return hasTargets ? undefined : workloadsOf(namespace, selectorLabels(spec));
}

/** Labels by which one of Istio's resources selects workloads; none means all. */
export function selectorLabels({ selector }: JsonObject): JsonObject {
  return isObject(selector) && isObject(selector["matchLabels"]) ? selector["matchLabels"] : {};
}

/** The same for all labels of a namespace's workloads, whatever their order. */
export function workloadsOf(namespace: string, labels: JsonObject): string {
  return JSON.stringify([namespace, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
