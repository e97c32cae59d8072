import type { ChartReference } from "../control-planes/charts";

/** Where the config says that a chart of another project is. */
export type ChartPlace =
  | { readonly repository: string; readonly version: string }
  /** The chart itself: a folder, or packed. */
  | { readonly path: string };

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
