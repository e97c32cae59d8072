import * as fs from "node:fs/promises";
import { join } from "node:path";
import type { ConfigProblem } from "../config-error";
import { exists } from "../exists";
import type { ChartPlace } from "./chart-place";

/**
 * What is wrong with a chart that is to be on this machine.
 * @param place undefined if there is no chart
 * @param path of the section
 */
export async function chartFileProblems(
  place: ChartPlace | undefined,
  path: string,
): Promise<ConfigProblem[]> {
  if (place === undefined || !("path" in place)) {
    return [];
  }
  const given = place.path;
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
