import type { ChartReference } from "../stacks/control-planes/charts";

/** Where a chart is, as Pulumi's Chart takes it. */
export function chartSource({ chart, version, repository }: ChartReference) {
  return {
    chart,
    ...(version === undefined ? {} : { version }),
    ...(repository === undefined ? {} : { repositoryOpts: { repo: repository } }),
  };
}
