import type { z } from "zod";
import { type ConfigProblem, oneOf } from "./config-error";
import { unservedReason } from "./istio-versions";
import {
  type ClusterConfig,
  clusterSchema,
  meshSchema,
  type StackConfig,
  stackSchema,
} from "./schema";

/** A cluster of the config that is well-formed in itself, with its place in the list. */
export interface CheckedCluster {
  readonly path: string;
  readonly cluster: ClusterConfig;
}

/** What became of a stack's config. */
export interface Validation {
  readonly problems: readonly ConfigProblem[];
  /** Set when there are no problems. */
  readonly config?: StackConfig;
  /** The well-formed clusters, even if there are problems elsewhere, so that more can be checked of them. */
  readonly clusters: readonly CheckedCluster[];
}

/**
 * Checks a stack's config, given by key without the project's prefix, and names every problem at once.
 * @param prefix the project's prefix in paths, such as `istio-mesh:`
 */
export function validate(raw: Readonly<Record<string, unknown>>, prefix: string): Validation {
  const parsed = stackSchema.safeParse(raw);
  const list = Array.isArray(raw["clusters"]) ? (raw["clusters"] as unknown[]) : [];
  const clusters = list.flatMap((one, index): CheckedCluster[] => {
    const cluster = clusterSchema.safeParse(one);
    return cluster.success ? [{ path: `${prefix}clusters[${index}]`, cluster: cluster.data }] : [];
  });
  const names = list.map((one) => (one as { name?: unknown } | null)?.name);
  const problems = [
    ...(parsed.success
      ? []
      : parsed.error.issues.flatMap((issue) => schemaProblems(issue, raw, prefix))),
    ...repeatedNames(names, prefix),
    ...clusters.flatMap((one) => clusterProblems(one, names)),
    ...versionProblems(raw["mesh"], `${prefix}mesh`),
    ...lifetimeProblems(parsed.data, prefix),
  ];
  return {
    problems,
    clusters,
    ...(problems.length === 0 && parsed.success ? { config: parsed.data } : {}),
  };
}

function schemaProblems(
  issue: z.core.$ZodIssue,
  raw: Readonly<Record<string, unknown>>,
  prefix: string,
): ConfigProblem[] {
  const path = prefix + pathText(issue.path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: issue.path.length === 0 ? prefix + key : `${path}.${key}`,
      message: `unknown key, expected ${oneOf(knownKeys(issue.path))}`,
    }));
  }
  const given = valueAt(raw, issue.path);
  if (given === undefined) {
    return [{ path, message: `missing, ${issue.message}` }];
  }
  return [{ path, message: `${issue.message}, got ${shown(given)}` }];
}

/** The keys of the schema's object at a path, for the message about an unknown one. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  let schema: unknown = stackSchema;
  for (const step of path) {
    const definition = (schema as { def: Record<string, unknown> }).def;
    schema = typeof step === "number" ? definition["element"] : shapeOf(schema)?.[String(step)];
  }
  return Object.keys(shapeOf(schema) ?? {});
}

/** An object schema's fields, through the wrappers that defaults and options put around it. */
function shapeOf(schema: unknown): Record<string, unknown> | undefined {
  const definition = (schema as { def?: { innerType?: unknown; shape?: Record<string, unknown> } })
    .def;
  return definition?.shape ?? (definition?.innerType ? shapeOf(definition.innerType) : undefined);
}

function repeatedNames(names: readonly unknown[], prefix: string): ConfigProblem[] {
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    return typeof name === "string" && first < index
      ? [
          {
            path: `${prefix}clusters[${index}].name`,
            message: `"${name}" is the name of clusters[${first}] already, each cluster needs its own`,
          },
        ]
      : [];
  });
}

function clusterProblems(
  { path, cluster }: CheckedCluster,
  names: readonly unknown[],
): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (cluster.primary !== undefined && !names.includes(cluster.primary)) {
    const allowed = names.filter((name) => typeof name === "string");
    problems.push({
      path: `${path}.primary`,
      message: `unknown cluster "${cluster.primary}", expected ${oneOf(allowed)}`,
    });
  } else if (cluster.primary !== undefined && cluster.primary !== cluster.name) {
    problems.push({
      path: `${path}.primary`,
      message: `"${cluster.primary}" makes this a remote cluster, which this release cannot install; leave it out to make it a primary`,
    });
  }
  if (cluster.network === undefined && names.length > 1) {
    problems.push({
      path: `${path}.network`,
      message: `missing, a mesh of several clusters needs to know which pods reach each other directly; clusters that share a network give the same name`,
    });
  }
  return problems;
}

function versionProblems(mesh: unknown, path: string): ConfigProblem[] {
  const { version, installer } =
    meshSchema.pick({ version: true, installer: true }).loose().safeParse(mesh).data ?? {};
  const reason = version && installer && unservedReason(version, installer);
  return reason ? [{ path: `${path}.version`, message: reason }] : [];
}

function lifetimeProblems(config: StackConfig | undefined, prefix: string): ConfigProblem[] {
  if (config === undefined) {
    return [];
  }
  const { intermediateValidityDays: intermediate, rootValidityDays: root } = config.certificates;
  const { minReplicas, maxReplicas } = config.eastWestGateway;
  return [
    ...(intermediate > root
      ? [
          {
            path: `${prefix}certificates.intermediateValidityDays`,
            message: `${intermediate} is more than the root's ${root}, an intermediate must not outlive its root`,
          },
        ]
      : []),
    ...(minReplicas > maxReplicas
      ? [
          {
            path: `${prefix}eastWestGateway.minReplicas`,
            message: `${minReplicas} is more than maxReplicas, which is ${maxReplicas}`,
          },
        ]
      : []),
  ];
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, at) =>
      typeof step === "number" ? `[${step}]` : `${at === 0 ? "" : "."}${String(step)}`,
    )
    .join("");
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (value as Record<PropertyKey, unknown> | undefined)?.[step],
    root,
  );
}

/** A value as people wrote it, cut short. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
