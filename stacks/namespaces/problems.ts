import { z } from "zod";
import { type ConfigProblem, oneOf } from "../config-error";
import { defaultRevision, revisionName, tagsSchema, upgradeSchema } from "../control-planes/schema";
import { isOn } from "../is-on";
import { primaryOf } from "../topology";
import type { CheckedCluster } from "../topology-problems";
import { type NamespaceConfig, namespaceSchema } from "./schema";

const withRevision = z.looseObject({ revision: revisionName.optional() });
const listed = z.array(z.unknown());
const inNamespace = z.looseObject({ namespace: z.string() });

/** A namespace of the config that is well-formed in itself, with its path. */
interface Checked {
  readonly path: string;
  readonly namespace: NamespaceConfig;
}

/**
 * What is wrong with how namespaces, clusters and control planes fit.
 * @param raw the whole config, by key without the project's prefix
 * @param names what all clusters call themselves
 */
export function namespaceProblems(
  raw: Readonly<Record<string, unknown>>,
  clusters: readonly CheckedCluster[],
  names: readonly unknown[],
  prefix: string,
): ConfigProblem[] {
  const list = listed.safeParse(raw["namespaces"]).data ?? [];
  const checked = list.flatMap((one, at): Checked[] => {
    const { data } = namespaceSchema.safeParse(one);
    return data ? [{ path: `${prefix}namespaces[${at}]`, namespace: data }] : [];
  });
  const known = [...new Set(["enabled", "disabled", ...revisionsAndTags(raw)])];
  return checked.flatMap((one, at) => [
    ...clusterProblems(one, names),
    ...gatewayProblems(one, raw),
    ...(known.includes(one.namespace.injection)
      ? elsewhereProblems(one, raw, clusters, names)
      : [
          {
            path: `${one.path}.injection`,
            message: `unknown revision or tag "${one.namespace.injection}", expected ${oneOf(known)}`,
          },
        ]),
    ...repeatedProblems(one, checked.slice(0, at)),
  ]);
}

/** By what the config's control planes can be asked for. */
function revisionsAndTags(raw: Readonly<Record<string, unknown>>): string[] {
  const upgrade = upgradeSchema.safeParse(raw["upgrade"]).data;
  const tags = tagsSchema.safeParse(raw["tags"]).data ?? {};
  return [
    defaultRevision,
    withRevision.safeParse(raw["mesh"]).data?.revision ?? defaultRevision,
    ...(upgrade ? [upgrade.revision] : []),
    ...Object.keys(tags),
  ];
}

function clusterProblems({ path, namespace }: Checked, names: readonly unknown[]): ConfigProblem[] {
  const known = names.filter((one): one is string => typeof one === "string");
  return (namespace.clusters ?? []).flatMap((name, at) =>
    known.includes(name)
      ? []
      : [
          {
            path: `${path}.clusters[${at}]`,
            message: `unknown cluster "${name}", expected ${oneOf(known)}`,
          },
        ],
  );
}

/** Gateways' namespaces are made by the stack, and their pods ask for their proxy themselves. */
function gatewayProblems(
  { path, namespace }: Checked,
  raw: Readonly<Record<string, unknown>>,
): ConfigProblem[] {
  const gateways = (listed.safeParse(raw["gateways"]).data ?? []).flatMap(
    (one) => inNamespace.safeParse(one).data ?? [],
  );
  return gateways.some((one) => one.namespace === namespace.name)
    ? [
        {
          path: `${path}.name`,
          message: `"${namespace.name}" is made for gateways, which are injected in any case; leave it out`,
        },
      ]
    : [];
}

/** A revision that a cluster does not have injects nothing there; a tag stands for something everywhere. */
function elsewhereProblems(
  { path, namespace }: Checked,
  raw: Readonly<Record<string, unknown>>,
  clusters: readonly CheckedCluster[],
  names: readonly unknown[],
): ConfigProblem[] {
  const upgrade = upgradeSchema.safeParse(raw["upgrade"]).data;
  if (upgrade?.clusters === undefined || namespace.injection !== upgrade.revision) {
    return [];
  }
  const primaries = new Map(
    clusters.map(({ cluster }) => [cluster.name, primaryOf(cluster)] as const),
  );
  const without = (namespace.clusters ?? names)
    .map(String)
    .filter((name) => !isOn(primaries.get(name) ?? name, upgrade.clusters));
  return without.length === 0
    ? []
    : [
        {
          path: `${path}.injection`,
          message: `"${namespace.injection}" is not on ${oneOf(without)}, where nothing would inject; name a tag, or the clusters of the upgrade`,
        },
      ];
}

/** A namespace that is given twice for a cluster would have two answers. */
function repeatedProblems(
  { path, namespace }: Checked,
  before: readonly Checked[],
): ConfigProblem[] {
  const first = before.find(
    (one) =>
      one.namespace.name === namespace.name &&
      (namespace.clusters?.some((name) => isOn(name, one.namespace.clusters)) ?? true),
  );
  return first
    ? [
        {
          path: `${path}.name`,
          message: `"${namespace.name}" stands at ${first.path} for the same cluster already, give different clusters`,
        },
      ]
    : [];
}
