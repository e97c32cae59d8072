import type { ConfigProblem } from "../config-error";
import { isOn } from "../is-on";
import type { UpgradeConfig } from "../control-planes/schema";
import { noSpreadReason } from "../istio-versions";
import { versionNumber } from "../versions/version-number";
import { roleOf } from "../topology";
import type { CheckedCluster } from "../topology-problems";
import { type OverlayFiles } from "./overlay";
import { overlayProblems } from "./overlay-problems";
import { checkedMinor } from "./check-spec";
import { reservedEnvIn } from "./reserved";
import { resourceProblems } from "./resource-problems";
import { type TuningConfig, tuningSchema } from "./schema";
import { replicasOf } from "./typed-keys";

/** What the tuning of a mesh is checked against. */
export interface TuningContext {
  /** The config's `tuning`, as given. */
  readonly tuning: unknown;
  readonly clusters: readonly CheckedCluster[];
  /** Undefined if the config has none that can be served; nothing counts as unknown to it then. */
  readonly version: string | undefined;
  readonly installer: string | undefined;
  /** The control planes that come beside the mesh's own, which get the same; undefined if none do. */
  readonly upgrade: Pick<UpgradeConfig, "version" | "clusters"> | undefined;
  /** Undefined where nobody reads files; what they hold is not checked then. */
  readonly files: OverlayFiles | undefined;
  readonly prefix: string;
}

/** What is wrong with a mesh's tuning, and what may be. */
export interface TuningProblems {
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
}

/** Tuning at one place of the config. */
interface Place {
  readonly path: string;
  readonly tuning: TuningConfig;
  /** The mesh's, if this is a cluster's. */
  readonly below?: TuningConfig | undefined;
  /** Why istiods that it is for cannot be spread; undefined if they can. */
  readonly noSpread: string | undefined;
}

/** Checks all that the schema cannot say of tuning, wherever it stands; what is not well-formed is left to the schema. */
export function tuningProblems(context: TuningContext): TuningProblems {
  const { clusters, prefix } = context;
  const mesh = tuningSchema.safeParse(context.tuning).data;
  const places: Place[] = [];
  if (mesh !== undefined) {
    places.push({ path: `${prefix}tuning`, tuning: mesh, noSpread: unspreadReason(context) });
  }
  for (const { path, cluster } of clusters) {
    const { name, tuning } = cluster;
    if (tuning !== undefined && roleOf(cluster) === "primary") {
      const noSpread = unspreadReason(context, name);
      places.push({ path: `${path}.tuning`, tuning, below: mesh, noSpread });
    }
  }
  const found = places.flatMap((one) => overlaysOf(one, context));
  return {
    problems: [
      ...clusters.flatMap((one) => remoteProblems(one, clusters, prefix)),
      ...places.flatMap(keyProblems),
      ...plannedResources(context, mesh),
      ...found.flatMap(({ isWarning, ...one }) => (isWarning ? [] : [one])),
    ],
    warnings: found.flatMap(({ isWarning, ...one }) => (isWarning ? [one] : [])),
  };
}

/** Of each primary; what the mesh says is wrong once, though it is so on many. */
function plannedResources(
  { clusters, files, prefix }: TuningContext,
  mesh: TuningConfig | undefined,
): ConfigProblem[] {
  const found = clusters.flatMap(({ path, cluster }) =>
    roleOf(cluster) === "primary"
      ? resourceProblems(
          [
            ...(mesh ? [{ path: `${prefix}tuning`, tuning: mesh }] : []),
            ...(cluster.tuning ? [{ path: `${path}.tuning`, tuning: cluster.tuning }] : []),
          ],
          files ?? new Map(),
        )
      : [],
  );
  return [...new Map(found.map((one) => [`${one.path}: ${one.message}`, one])).values()];
}

/** Why the control planes of a cluster, or of the mesh, cannot all be spread; they get the same values. */
function unspreadReason({ version, upgrade }: TuningContext, cluster?: string): string | undefined {
  const isUpgraded = cluster === undefined || isOn(cluster, upgrade?.clusters);
  const own = version === undefined ? undefined : noSpreadReason(version, "mesh.version");
  return (
    own ?? (upgrade && isUpgraded ? noSpreadReason(upgrade.version, "upgrade.version") : undefined)
  );
}

function overlaysOf(
  { path, tuning, noSpread }: Place,
  { version, installer, files }: TuningContext,
) {
  const isNewer = version === undefined || (versionNumber(version)?.minor ?? 0) > checkedMinor;
  return tuning.overlays.flatMap((one, at) =>
    overlayProblems(one, `${path}.overlays[${at}]`, { files, isNewer, installer, noSpread }),
  );
}

/** A remote's proxies are injected, and its istiod is run, by its primary. */
function remoteProblems(
  { path, cluster }: CheckedCluster,
  clusters: readonly CheckedCluster[],
  prefix: string,
): ConfigProblem[] {
  if (cluster.tuning === undefined || roleOf(cluster) === "primary") {
    return [];
  }
  const primary = clusters.find((one) => one.cluster.name === cluster.primary)?.path;
  const place = primary === undefined ? `${prefix}tuning` : `${primary}.tuning`;
  return [
    {
      path: `${path}.tuning`,
      message: `"${cluster.name}" has no istiod, and its proxies get what that of "${cluster.primary ?? ""}" says; give it at ${place}`,
    },
  ];
}

function keyProblems({ path, tuning, below, noSpread }: Place): ConfigProblem[] {
  const { istiod } = tuning;
  const { min, max } = replicasOf(istiod, below?.istiod);
  const field = istiod?.minReplicas === undefined ? "maxReplicas" : "minReplicas";
  const isSaid = istiod?.minReplicas !== undefined || istiod?.maxReplicas !== undefined;
  return [
    ...(isSaid && min > max
      ? [
          {
            path: `${path}.istiod.${field}`,
            message: `minReplicas, ${min}, is more than maxReplicas, ${max}; give both`,
          },
        ]
      : []),
    ...(istiod?.topologySpreadConstraints === undefined || noSpread === undefined
      ? []
      : [{ path: `${path}.istiod.topologySpreadConstraints`, message: noSpread }]),
    ...reservedEnvIn(istiod?.env, `${path}.istiod.env`),
  ];
}
