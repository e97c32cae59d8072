import { callPulumi } from "../../toolchain/pulumi-command";
import { ConfigError } from "../../stacks/config-error";
import { planMesh } from "../../stacks/mesh-plan";
import { readStackFile } from "../../stacks/stack-file";
import { clusterAccess, type StackPlace } from "../cluster-access";
import { print, root, wantsColour } from "../stack-outputs";
import { metricsAt } from "./ask-metrics";
import { type AskMetrics, type Figures, readFigures } from "./figures";
import { type ComponentRow, readStatus } from "./read-status";
import { statusTable } from "./status-table";

export interface StatusOptions {
  readonly stack: string;
  /** Who is asked for figures. @default `metrics.query.url` of the stack's config; nobody, if there is none */
  readonly query?: string;
  readonly json?: true;
}

/** Prints how the components of a stack's mesh are, and what its services do. */
export async function status(options: StatusOptions): Promise<void> {
  const call = (args: readonly string[]) => callPulumi(root, args);
  print(await statusText(options, wantsColour(), { folder: root, call }));
}

/**
 * The same as text.
 * @param place of the stack
 * @throws ConfigError if there is no such stack file, or it is wrong
 */
export async function statusText(
  { stack, query, json }: StatusOptions,
  colour: boolean,
  place: Omit<StackPlace, "stack">,
): Promise<string> {
  const { config, problems } = readStackFile(place.folder, stack);
  if (config === undefined) {
    throw new ConfigError(problems);
  }
  const mesh = planMesh(config);
  const plans = new Map(
    [...mesh.primaries, ...mesh.remotes].map((one) => [one.name, one] as const),
  );
  const rows = await Promise.all(
    config.clusters.map(async (cluster) => {
      const plan = plans.get(cluster.name);
      const access = await clusterAccess(cluster, { ...place, stack });
      return plan ? readStatus(plan, mesh, access) : [];
    }),
  );
  const components = rows.flat();
  const url = query ?? config.observability.metrics?.query?.url;
  const found = url === undefined ? {} : await figuresFrom(metricsAt(url), components);
  if (json) {
    return JSON.stringify(asJson(components, found), null, 2);
  }
  const { figures, problem } = found;
  const table = statusTable({ components, ...(figures ? { figures } : {}) }, colour);
  return problem ? `${table}\n\nno figures: ${problem}` : table;
}

interface Found {
  readonly figures?: Figures;
  /** Why there are none. */
  readonly problem?: string;
}

async function figuresFrom(ask: AskMetrics, components: readonly ComponentRow[]): Promise<Found> {
  try {
    return { figures: await readFigures(ask, components) };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

function asJson(components: readonly ComponentRow[], { figures, problem }: Found): object {
  const usage = [...(figures?.usage.values() ?? [])];
  return {
    components: components.map((one, index) => ({ ...one, ...usage[index] })),
    ...(figures ? { proxies: figures.proxies, services: figures.services } : {}),
    ...(problem ? { problem } : {}),
  };
}
