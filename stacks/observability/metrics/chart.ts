import * as fs from "node:fs/promises";
import { join } from "node:path";
import type { ConfigProblem } from "../../config-error";
import { exists } from "../../exists";
import type { MetricsConfig } from "./schema";

/** Name of Prometheus' chart: https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus */
export const prometheusChart = "prometheus";

/** Of the release: with another word before it than a chart of the user's has, for it has a ClusterRole. */
export const prometheusRelease = "istio-prometheus";
/** The Deployment that the chart makes: its templates/_helpers.tpl (prometheus.server.fullname). */
export const prometheusDeployment = `${prometheusRelease}-server`;

/** What is wrong with a chart that is to be on this machine. @param path of the section */
export async function chartFileProblems(
  metrics: MetricsConfig | undefined,
  path: string,
): Promise<ConfigProblem[]> {
  if (metrics?.by !== "chart" || !("path" in metrics.chart)) {
    return [];
  }
  const given = metrics.chart.path;
  const isThere = await fs.stat(given).then(
    async (one) => one.isFile() || (await exists(join(given, "Chart.yaml"))),
    () => false,
  );
  return isThere
    ? []
    : [
        {
          path: `${path}.chart.path`,
          message: `there is no chart "${given}", expected a folder with Chart.yaml, or what helm package makes`,
        },
      ];
}
