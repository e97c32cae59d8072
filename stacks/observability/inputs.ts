import type * as pulumi from "@pulumi/pulumi";
import type { AskedCluster, LiveFindings } from "../live-findings";
import type { StackConfig } from "../schema";
import { chartFileProblems } from "./chart-file";
import { checkKinds } from "./load";
import { neededKinds } from "./needed";
import { loadSecrets, type ObservabilitySecrets } from "./secrets";

/** What sections need beside the config, and what is wrong with where they are to be. */
export interface ObservabilityInputs extends LiveFindings, Pick<ObservabilitySecrets, "secrets"> {}

export interface ObservabilitySources {
  /** Undefined if there are problems with it. */
  readonly checked: StackConfig | undefined;
  /** Where secrets are. */
  readonly config: pulumi.Config;
  readonly reached: readonly AskedCluster[];
  /** Whether somebody only looks, who may be allowed less than who changes something. */
  readonly isPreview: boolean;
  /** The project's prefix in paths, such as `istio-mesh:`. */
  readonly prefix: string;
}

/** Asks clusters and this machine for what the sections need. */
export async function loadObservability({
  checked,
  config,
  reached,
  isPreview,
  prefix,
}: ObservabilitySources): Promise<ObservabilityInputs> {
  if (checked === undefined) {
    return { secrets: new Map(), problems: [], warnings: [] };
  }
  const { observability } = checked;
  const path = `${prefix}observability`;
  const { metrics, kiali } = observability;
  const { secrets, problems } = loadSecrets(observability, config, path);
  const [kinds, ...charts] = await Promise.all([
    checkKinds((cluster) => neededKinds(observability, cluster, path), reached, isPreview),
    chartFileProblems(metrics?.by === "chart" ? metrics.chart : undefined, `${path}.metrics`),
    chartFileProblems(kiali?.chart, `${path}.kiali`),
  ]);
  return {
    secrets,
    problems: [...problems, ...kinds.problems, ...charts.flat()],
    warnings: kinds.warnings,
  };
}
