import { factsOf } from "../istio-versions";
import { type ChartName, type ChartsConfig, officialCharts } from "./schema";

/** A chart as Helm is told of it. */
export interface ChartReference {
  /** Name in a repository, URL in an OCI registry, or path. */
  readonly chart: string;
  /** Undefined where the chart itself says it. */
  readonly version?: string;
  /** URL of the repository; undefined for the other forms. */
  readonly repository?: string;
}

/** One of Istio's charts, to be installed. */
export interface ChartPlan {
  readonly name: ChartName;
  readonly reference: ChartReference;
}

const ofItsOwn: readonly ChartName[] = ["istiod-remote"];
const ofPrimaries: readonly ChartName[] = ["base", "istiod"];

/** The charts of a remote, in the order of their installation. */
export function remoteCharts(charts: ChartsConfig | undefined, version: string): ChartPlan[] {
  const names = factsOf(version).helmRemote === "chart" ? ofItsOwn : ofPrimaries;
  return names.map((name) => ({
    name,
    reference: chartReference(charts, name, version),
  }));
}

/**
 * Where one of Istio's charts is. A chart has the version of the Istio that it installs:
 * https://istio.io/latest/docs/setup/install/helm/
 */
export function chartReference(
  charts: ChartsConfig | undefined,
  name: ChartName,
  version: string,
): ChartReference {
  const digest = charts?.digests[version]?.[name];
  if (charts !== undefined && "path" in charts) {
    const folder = charts.path.replaceAll("{version}", version);
    return { chart: `${folder}/${digest === undefined ? name : `${name}-${version}.tgz`}` };
  }
  const repository = charts?.repository ?? officialCharts;
  if (!repository.startsWith("oci://")) {
    return { chart: name, version, repository };
  }
  const url = `${repository.replace(/\/$/, "")}/${name}`;
  return digest === undefined ? { chart: url, version } : { chart: `${url}@${digest}` };
}
