import type { ConfigProblem } from "../../config-error";
import { meet } from "../../is-on";
import { istioNamespace } from "../../istio-names";
import type { CheckedCluster } from "../../topology-problems";
import { isObject } from "../../tuning/json";
import { memberProblems, primaryProblems } from "../cluster-problems";
import type { OverlaidList } from "../telemetry/overlaid";
import type { CheckedTelemetry } from "../telemetry/problems";
import { workloadsOf, workloadsOfTelemetry } from "../telemetry/sections";
import { collectorAddress } from "./plan";
import { existingKeys, type TracesConfig } from "./schema";

/** What `observability.traces` is checked against. */
export interface TracesContext {
  /** The section, as given. */
  readonly raw: unknown;
  readonly clusters: readonly CheckedCluster[];
  /** What all clusters call themselves. */
  readonly names: readonly unknown[];
  /** The user's own Telemetry. */
  readonly own: readonly CheckedTelemetry[];
  /** What overlays put in place of meshConfig.serviceSettings. */
  readonly overlaidSettings: readonly OverlaidList[];
  /** Of `observability`, with the prefix. */
  readonly path: string;
}

/** What is wrong with how traces fit the mesh and the rest of the config. */
export function tracesProblems(traces: TracesConfig, context: TracesContext): ConfigProblem[] {
  const path = `${context.path}.traces`;
  return [
    ...memberProblems(traces.clusters, context, `${path}.clusters`),
    ...traces.namespaces.flatMap((_, at) => samplingProblems(traces, at, context, path)),
    ...ownProblems(traces, context, path),
    ...collectorProblems(traces, context, path),
    ...settingsProblems(traces, context),
  ];
}

/** A sampling rate of some workloads: they have one only, and those of the whole mesh theirs elsewhere. */
function samplingProblems(
  { clusters, namespaces }: TracesConfig,
  at: number,
  context: TracesContext,
  path: string,
): ConfigProblem[] {
  const place = `${path}.namespaces[${at}]`;
  const names = context.names.map(String);
  const one = namespaces[at];
  if (one === undefined) {
    return [];
  }
  const isMesh = one.namespace === istioNamespace && one.selector === undefined;
  const first = namespaces.findIndex(
    (other) =>
      workloadsOf(other.namespace, other.selector ?? {}) ===
        workloadsOf(one.namespace, one.selector ?? {}) && meet(names, one.clusters, other.clusters),
  );
  return [
    ...primaryProblems(one.clusters, clusters, context, `${place}.clusters`),
    ...(isMesh
      ? [
          {
            path: `${place}.namespace`,
            message: `"${istioNamespace}" is the whole mesh; give ${path}.samplingPercentage, or a selector`,
          },
        ]
      : []),
    ...(first < at
      ? [
          {
            path: place,
            message: `the workloads of namespaces[${first}] on the same cluster, of which istiod would take one alone; give one of them, or a selector of its own`,
          },
        ]
      : []),
  ];
}

/** The user's Telemetry for the same workloads is merged with the section's, but one `tracing` is enough. */
function ownProblems(
  { clusters, namespaces }: TracesConfig,
  context: TracesContext,
  path: string,
): ConfigProblem[] {
  const names = context.names.map(String);
  const mesh = { namespace: istioNamespace, selector: {}, clusters: undefined, place: path };
  const said = [
    ...namespaces.map((one, at) => ({ ...one, place: `${path}.namespaces[${at}]` })),
    mesh,
  ];
  return context.own.flatMap(({ path: own, telemetry }): ConfigProblem[] => {
    const workloads = workloadsOfTelemetry(telemetry);
    const same = said.find(
      (one) =>
        workloadsOf(one.namespace, one.selector ?? {}) === workloads &&
        meet(names, one.clusters, telemetry.clusters) &&
        meet(names, clusters, telemetry.clusters),
    );
    return same !== undefined && telemetry.spec["tracing"] !== undefined
      ? [
          {
            path: `${own}.spec.tracing`,
            message: `what is traced of these workloads, ${same.place} says; take it out here, and give samplingPercentage there`,
          },
        ]
      : [];
  });
}

/** One that is there is asked for nothing; one of the stack's own has to know where spans go. */
function collectorProblems(
  { collector, backend }: TracesConfig,
  context: TracesContext,
  path: string,
): ConfigProblem[] {
  const given = isObject(context.raw) ? context.raw["collector"] : undefined;
  const keys = isObject(given) ? Object.keys(given) : [];
  const { service } = collector;
  if (service === undefined) {
    return [
      ...(keys.includes("port")
        ? [
            {
              path: `${path}.collector.port`,
              message: `is that of a collector that is there already, which service names; the stack's own is at 4317`,
            },
          ]
        : []),
      ...(backend === undefined
        ? [
            {
              path: `${path}.backend`,
              message: `missing, the stack's own collector has to know where spans go; give { otlp } or { elasticsearch }, or the collector.service that is there already`,
            },
          ]
        : []),
    ];
  }
  const forOwn = keys.filter((key) => !existingKeys.includes(key));
  return [
    ...forOwn.map((key) => ({
      path: `${path}.collector.${key}`,
      message: `is for a collector of the stack's own, and service names one that is there already; give one of the two`,
    })),
    ...(backend === undefined
      ? []
      : [
          {
            path: `${path}.backend`,
            message: `is up to the collector "${service}", which is there already; take it out, or service`,
          },
        ]),
  ];
}

/** Without its setting, each cluster's spans would go to all clusters' collectors. */
function settingsProblems(
  { collector }: TracesConfig,
  { overlaidSettings }: TracesContext,
): ConfigProblem[] {
  const { service } = collectorAddress(collector);
  const hasIt = (one: unknown) =>
    isObject(one) &&
    isObject(one["settings"]) &&
    one["settings"]["clusterLocal"] === true &&
    Array.isArray(one["hosts"]) &&
    one["hosts"].includes(service);
  return overlaidSettings
    .filter(({ list }) => !list.some(hasIt))
    .map(({ path }) => ({
      path,
      message: `would replace what keeps spans in their cluster, for lists replace; add { settings: { clusterLocal: true }, hosts: [${service}] }`,
    }));
}
