import { z } from "zod";
import type { ChartReference } from "../control-planes/charts";

/**
 * Where a chart of another project is to be had.
 * @param chart its name
 * @param repository its project's own, which is the default
 * @param example of its versions
 */
export function chartPlaceSchema(chart: string, repository: string, example: string) {
  return z.union(
    [
      z.strictObject({
        repository: z
          .string()
          .regex(/^(https|oci):\/\/[^\s@]+$/, "expected a URL that begins with https:// or oci://")
          .default(repository)
          .describe(
            `Chart repository, or a path of an OCI registry, that has the chart ${chart}. Default: ${repository}.`,
          ),
        version: z
          .string()
          .regex(
            /^\d+\.\d+\.\d+([-+][-+.0-9A-Za-z]+)?$/,
            `expected a chart's version such as ${example}`,
          )
          .describe("Of the chart."),
      }),
      z.strictObject({
        path: z.string().min(1).describe("The chart itself: a folder, or a packed chart."),
      }),
    ],
    "expected { repository, version } or { path }",
  );
}

export type ChartPlace = z.infer<ReturnType<typeof chartPlaceSchema>>;

/** The same as Helm is told of it. @param name of the chart in a repository, or in an OCI registry */
export function chartReference(name: string, place: ChartPlace): ChartReference {
  if ("path" in place) {
    return { chart: place.path };
  }
  const { repository, version } = place;
  return repository.startsWith("oci://")
    ? { chart: `${repository.replace(/\/$/, "")}/${name}`, version }
    : { chart: name, version, repository };
}
