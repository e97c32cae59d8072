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
  /** What the packed chart at the path has to be; undefined if that is not checked, or if Helm checks it. */
  readonly archive?: ChartArchive;
  /** Which chart it is, if it has no digest though others have: nothing would check it. */
  readonly unchecked?: { readonly name: ChartName; readonly version: string };
}

/** A packed chart. */
export interface ChartArchive {
  /** As in `sha256:` and hexadecimal digits. */
  readonly digest: string;
  /** Where it is to be had if it is not there; undefined if it has to be there. */
  readonly from?: {
    readonly repository: string;
    readonly name: ChartName;
    readonly version: string;
  };
}

/** Folder of what was downloaded, below the project's. */
const downloads = ".charts";

/** One of Istio's charts, to be installed. */
export interface ChartPlan {
  readonly name: ChartName;
  readonly reference: ChartReference;
}

/** The chart that leads a remote to one istiod of its primary. */
export function remoteChart(charts: ChartsConfig | undefined, version: string): ChartPlan {
  const name = factsOf(version).helmRemote === "chart" ? "istiod-remote" : "istiod";
  return { name, reference: chartReference(charts, name, version) };
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
  const given = Object.values(charts?.digests ?? {}).flatMap((one) => Object.keys(one));
  return {
    ...locate(charts, name, version, digest),
    ...(digest === undefined && given.length > 0 ? { unchecked: { name, version } } : {}),
  };
}

function locate(
  charts: ChartsConfig | undefined,
  name: ChartName,
  version: string,
  digest: string | undefined,
): ChartReference {
  if (charts !== undefined && "path" in charts) {
    const folder = charts.path.replaceAll("{version}", version);
    return digest === undefined
      ? { chart: `${folder}/${name}` }
      : { chart: `${folder}/${name}-${version}.tgz`, archive: { digest } };
  }
  const repository = charts?.repository ?? officialCharts;
  if (repository.startsWith("oci://")) {
    const url = `${repository.replace(/\/$/, "")}/${name}`;
    return digest === undefined ? { chart: url, version } : { chart: `${url}@${digest}` };
  }
  // Helm does not compare what a repository sends with anything.
  return digest === undefined
    ? { chart: name, version, repository }
    : {
        chart: `${downloads}/${digest.replace(":", "-")}.tgz`,
        archive: { digest, from: { repository, name, version } },
      };
}
