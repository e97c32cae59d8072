import { z } from "zod";
import { type ConfigProblem, oneOf } from "../config-error";
import { type Installer, unservedReason } from "../istio-versions";
import { primaryOf, roleOf } from "../topology";
import type { CheckedCluster } from "../topology-problems";
import { skewProblem } from "../versions/upgrades";
import { remoteProblems } from "./remote-problems";
import {
  type ChartsConfig,
  chartsSchema,
  defaultRevision,
  revisionName,
  tagsSchema,
  type UpgradeConfig,
  upgradeSchema,
} from "./schema";

/** The part of the config's `mesh` that matters here. */
export interface InstalledMesh {
  readonly version: string;
  readonly installer: Installer;
}

const revisionOf = z.looseObject({ revision: revisionName.optional() });

/**
 * What is wrong with how control planes fit together, as far as the config alone tells.
 * @param raw the whole config, by key without the project's prefix
 * @param mesh undefined if that is not well-formed
 * @param clusters those that are well-formed in themselves
 * @param names what all clusters call themselves
 */
export function controlPlaneProblems(
  raw: Readonly<Record<string, unknown>>,
  mesh: InstalledMesh | undefined,
  clusters: readonly CheckedCluster[],
  names: readonly unknown[],
  prefix: string,
): ConfigProblem[] {
  const upgrade = upgradeSchema.safeParse(raw["upgrade"]).data;
  const charts = chartsSchema.safeParse(raw["charts"]).data;
  const own = revisionOf.safeParse(raw["mesh"]).data?.revision ?? defaultRevision;
  const needsHelm = [
    ...(own === defaultRevision ? [] : [`${prefix}mesh.revision`]),
    ...(raw["upgrade"] === undefined ? [] : [`${prefix}upgrade`]),
    ...(raw["tags"] === undefined ? [] : [`${prefix}tags`]),
  ];
  return [
    ...(mesh?.installer === "operator" && charts
      ? [
          {
            path: `${prefix}charts`,
            message: `is only known to installer helm; set ${prefix}mesh.installer to helm in the same edit, or take it out`,
          },
        ]
      : []),
    ...(mesh?.installer === "operator" ? needsHelm : []).map((path) => ({
      path,
      message: `is only known to installer helm; set ${prefix}mesh.installer to helm first, in an up of its own: nothing is replaced by it`,
    })),
    ...(mesh?.installer === "helm"
      ? remoteProblems(
          { own, mesh, upgrade },
          clusters.map((one) => one.cluster),
          prefix,
        )
      : []),
    ...chartsProblems(charts, mesh, upgrade, `${prefix}charts`),
    ...(upgrade ? upgradeProblems(upgrade, own, mesh, clusters, names, `${prefix}upgrade`) : []),
    ...tagProblems(raw["tags"], [own, ...(upgrade ? [upgrade.revision] : [])], `${prefix}tags`),
  ];
}

/** Two control planes of different versions cannot come from one chart; packed charts have the version in their names. */
function chartsProblems(
  charts: ChartsConfig | undefined,
  mesh: InstalledMesh | undefined,
  upgrade: UpgradeConfig | undefined,
  path: string,
): ConfigProblem[] {
  const isOne =
    charts !== undefined &&
    "path" in charts &&
    !charts.path.includes("{version}") &&
    Object.keys(charts.digests).length === 0;
  return isOne && mesh?.installer === "helm" && upgrade && mesh.version !== upgrade.version
    ? [
        {
          path: `${path}.path`,
          message: `"${charts.path}" would be the charts of ${mesh.version} and of ${upgrade.version}; put {version} where the Istio version stands in the path, such as charts/{version}`,
        },
      ]
    : [];
}

function upgradeProblems(
  { version, revision, clusters: chosen = [], acceptSkew }: UpgradeConfig,
  own: string,
  mesh: InstalledMesh | undefined,
  clusters: readonly CheckedCluster[],
  names: readonly unknown[],
  path: string,
): ConfigProblem[] {
  const unserved = unservedReason(version, "helm");
  const skew = mesh && unserved === undefined ? skewProblem(mesh.version, version) : undefined;
  const primaries = clusters.filter(({ cluster }) => roleOf(cluster) === "primary");
  return [
    ...(unserved === undefined ? [] : [{ path: `${path}.version`, message: unserved }]),
    ...(skew === undefined || acceptSkew
      ? []
      : [
          {
            path: `${path}.version`,
            message: `${skew}, or accept it with acceptSkew: true`,
          },
        ]),
    ...(revision === own || revision === defaultRevision
      ? [
          {
            path: `${path}.revision`,
            message: `"${revision}" is the control plane that there is, give the new one a name of its own, such as ${suggested(version)}`,
          },
        ]
      : []),
    ...chosen.flatMap((name, at): ConfigProblem[] => {
      const problem = (message: string) => [{ path: `${path}.clusters[${at}]`, message }];
      const cluster = clusters.find((one) => one.cluster.name === name)?.cluster;
      if (!names.includes(name)) {
        return problem(
          `unknown cluster "${name}", expected ${oneOf(primaries.map((one) => one.cluster.name))}`,
        );
      }
      return cluster !== undefined && roleOf(cluster) === "remote"
        ? problem(`"${name}" is a remote and follows "${primaryOf(cluster)}", name that`)
        : [];
    }),
  ];
}

/** A revision's name after a version, as Istio's documentation makes them. */
function suggested(version: string): string {
  return version.replaceAll(".", "-");
}

function tagProblems(raw: unknown, revisions: readonly string[], path: string): ConfigProblem[] {
  const tags = tagsSchema.safeParse(raw).data ?? {};
  return Object.entries(tags).flatMap(([tag, revision]): ConfigProblem[] => [
    ...(revisions.includes(revision)
      ? []
      : [
          {
            path: `${path}.${tag}`,
            message: `unknown revision "${revision}", expected ${oneOf(revisions)}`,
          },
        ]),
    ...(tag !== defaultRevision && revisions.includes(tag)
      ? [
          {
            path: `${path}.${tag}`,
            message: `is the name of a revision, whose own webhooks answer to it; give the tag another`,
          },
        ]
      : []),
  ]);
}
