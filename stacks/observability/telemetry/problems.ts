import { type ConfigProblem, oneOf } from "../../config-error";
import { meet } from "../../is-on";
import type { CheckedCluster } from "../../topology-problems";
import { checkAs } from "../../tuning/check-spec";
import { isObject } from "../../tuning/json";
import { primaryProblems } from "../cluster-problems";
import { isGoodFor, type KnownProviders, ownProviders, type Use, uses } from "./providers";
import type { ProvidersConfig, TelemetryConfig } from "./schema";
import { workloadsOfTelemetry } from "./sections";

/** What a mesh's Telemetry is checked against. */
export interface TelemetryContext {
  readonly clusters: readonly CheckedCluster[];
  /** What all clusters call themselves. */
  readonly names: readonly unknown[];
  readonly providers: ProvidersConfig;
  /** Those that overlays or other sections define. */
  readonly others: KnownProviders;
  /** Whether the mesh's Istio may know fields that our definitions do not. */
  readonly isNewer: boolean;
  /** Of the section: `istio-mesh:observability`. */
  readonly path: string;
}

/** A Telemetry that is well-formed in itself, with its path. */
export interface CheckedTelemetry {
  readonly path: string;
  readonly telemetry: TelemetryConfig;
}

/** What providers hold that Istio would refuse. */
export function providerProblems({ providers, isNewer, path }: TelemetryContext): ConfigProblem[] {
  return Object.entries(providers).flatMap(([name, body]) =>
    against(body, "mesh.MeshConfig.ExtensionProvider", `${path}.providers.${name}`, isNewer),
  );
}

/** What is wrong with each Telemetry, and with how they fit. */
export function telemetryProblems(
  checked: readonly CheckedTelemetry[],
  context: TelemetryContext,
): ConfigProblem[] {
  return checked.flatMap((one, at) => [
    ...against(one.telemetry.spec, "telemetry.Telemetry", `${one.path}.spec`, context.isNewer),
    // istiod reads the config of its own cluster, for its remotes as well.
    ...primaryProblems(one.telemetry.clusters, undefined, context, `${one.path}.clusters`),
    ...namingProblems(one, context),
    ...repeatedProblems(one, checked.slice(0, at), context),
  ]);
}

function against(value: unknown, type: string, path: string, isNewer: boolean): ConfigProblem[] {
  return checkAs(value, type).flatMap(({ isUnknown, ...one }) =>
    isUnknown && isNewer ? [] : [{ path: path + one.path, message: one.message }],
  );
}

/** istiod leaves out what a Telemetry asks of a provider that it does not have. */
function namingProblems(
  { path, telemetry }: CheckedTelemetry,
  { providers, others }: TelemetryContext,
): ConfigProblem[] {
  const defined = Object.entries(providers).map(([name, body]) => [
    name,
    Object.keys(body)[0] ?? "",
  ]);
  const known = { ...ownProviders, ...others, ...Object.fromEntries(defined) } as KnownProviders;
  return namedIn(telemetry).flatMap(({ use, name, place }): ConfigProblem[] => {
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    const fitting = Object.keys(known).filter((one) => isGoodFor(known[one] ?? "", use));
    const found =
      kind === undefined
        ? `unknown provider "${name}"`
        : isGoodFor(kind, use)
          ? undefined
          : `provider "${name}" is of kind ${kind}, which is not for ${use}`;
    const next =
      fitting.length > 0
        ? `expected ${oneOf(fitting)}, or one more in observability.providers`
        : `define one in observability.providers`;
    return found === undefined
      ? []
      : [{ path: `${path}.spec.${place}`, message: `${found}, ${next}` }];
  });
}

interface NamedProvider {
  readonly use: Use;
  readonly name: string;
  readonly place: string;
}

function namedIn({ spec }: TelemetryConfig): NamedProvider[] {
  return uses.flatMap((use) =>
    listOf(spec[use]).flatMap((entry, at) =>
      listOf(isObject(entry) ? entry["providers"] : undefined).flatMap((provider, index) => {
        const name = isObject(provider) ? provider["name"] : undefined;
        const place = `${use}[${at}].providers[${index}].name`;
        return typeof name === "string" ? [{ use, name, place }] : [];
      }),
    ),
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/**
 * Of two for the same workloads istiod takes the older one:
 * https://istio.io/latest/docs/reference/config/analysis/ist0160/ and ist0159
 */
function repeatedProblems(
  { path, telemetry }: CheckedTelemetry,
  before: readonly CheckedTelemetry[],
  { names }: TelemetryContext,
): ConfigProblem[] {
  const clusters = names.filter((one): one is string => typeof one === "string");
  const workloads = workloadsOfTelemetry(telemetry);
  const beside = before.filter(
    ({ telemetry: other }) =>
      other.namespace === telemetry.namespace && meet(clusters, telemetry.clusters, other.clusters),
  );
  const sameName = beside.find((one) => one.telemetry.name === telemetry.name);
  const sameWorkloads =
    workloads && beside.find((one) => workloadsOfTelemetry(one.telemetry) === workloads);
  return [
    ...(sameName
      ? [
          {
            path: `${path}.name`,
            message: `"${telemetry.name}" is the name of ${placeOf(sameName)} in namespace ${telemetry.namespace} already`,
          },
        ]
      : []),
    ...(sameWorkloads
      ? [
          {
            path: `${path}.spec.selector`,
            message: `the workloads of ${placeOf(sameWorkloads)}, of which istiod takes one of the two alone; put both into one, or give one a selector of its own`,
          },
        ]
      : []),
  ];
}

function placeOf({ path }: CheckedTelemetry): string {
  return path.replace(/^.*\.(?=telemetry\[)/, "");
}
