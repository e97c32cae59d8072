import { isOn } from "../is-on";
import {
  externalIstiodForm,
  factsOf,
  type ExternalIstiodForm,
  type Installer,
  reloadsCertificatesUnasked,
} from "../istio-versions";
import { compareVersions } from "../versions/version-number";
import { type ChartPlan, type ChartReference, chartReference, remoteChart } from "./charts";
import { type ChartsConfig, defaultRevision, type TagsConfig, type UpgradeConfig } from "./schema";

/** One istiod of a primary; during an upgrade there are two. */
export interface ControlPlanePlan {
  /** Istio's name of the revision; "default" for the control plane without one. */
  readonly revision: string;
  readonly version: string;
  /** Istio's chart of the same name; undefined if the operator installs it. */
  readonly chart: ChartReference | undefined;
  /** Whether istiod has to be told to take up a new intermediate while it runs. */
  readonly reloadSwitch: boolean;
  /** How istiod learns that it serves remotes; undefined if it serves none. */
  readonly externalIstiod: ExternalIstiodForm | undefined;
}

/** A revision tag: a stable name by which namespaces ask for a revision. */
export interface TagPlan {
  readonly tag: string;
  readonly revision: string;
}

/** What leads a remote to one istiod of its primary. */
export interface RemoteControlPlanePlan extends Pick<ControlPlanePlan, "revision" | "version"> {
  /** Undefined if the operator installs it. */
  readonly chart: ChartPlan | undefined;
}

interface Planned<Plane> {
  /** The mesh's own first, after it the one to which the mesh moves. */
  readonly controlPlanes: readonly [Plane, ...Plane[]];
  /** The one that the tag `default` stands for: it injects gateways, and namespaces that ask for no other. */
  readonly inForce: Plane;
  /** `default` first. */
  readonly tags: readonly [TagPlan, ...TagPlan[]];
  /** Istio's chart of what control planes share; undefined if the operator installs it, or if they share nothing. */
  readonly base: ChartReference | undefined;
}

/** The control planes of one primary. */
export interface ControlPlanesPlan extends Planned<ControlPlanePlan> {
  /** Who keeps the webhooks of the tags: the operator, of the one that it knows, or the stack, by revision. */
  readonly tagWebhooks: "operator" | "revision";
}

/** What leads a remote to the control planes of its primary. */
export interface RemoteControlPlanesPlan extends Planned<RemoteControlPlanePlan> {
  /** Whether tags inject: with the operator the profile's webhook does. */
  readonly tagWebhooks: "off" | "revision";
}

/** What the config says of control planes. */
export interface ControlPlanesConfig {
  readonly mesh: {
    readonly version: string;
    readonly revision?: string | undefined;
    readonly installer: Installer;
  };
  readonly charts?: ChartsConfig | undefined;
  readonly upgrade?: UpgradeConfig | undefined;
  readonly tags: TagsConfig;
}

/**
 * The control planes of a primary. A tag whose revision the primary does not have stands for the mesh's own there, so
 * that an upgrade can go cluster by cluster.
 */
export function planControlPlanes(
  { mesh, charts, upgrade, tags }: ControlPlanesConfig,
  cluster: string,
  serves: boolean,
): ControlPlanesPlan {
  const plane = (version: string, revision: string): ControlPlanePlan => ({
    revision,
    version,
    chart: mesh.installer === "helm" ? chartReference(charts, "istiod", version) : undefined,
    reloadSwitch: !reloadsCertificatesUnasked(version),
    externalIstiod: serves ? externalIstiodForm(version) : undefined,
  });
  const own = plane(mesh.version, mesh.revision ?? defaultRevision);
  const next =
    upgrade !== undefined && isOn(cluster, upgrade.clusters)
      ? [plane(upgrade.version, upgrade.revision)]
      : [];
  const standsFor = (revision: string | undefined) =>
    next.find((one) => one.revision === revision) ?? own;
  const inForce = standsFor(tags[defaultRevision]);
  const others = Object.keys(tags)
    .filter((tag) => tag !== defaultRevision)
    .sort();
  return {
    controlPlanes: [own, ...next],
    inForce,
    tags: [
      { tag: defaultRevision, revision: inForce.revision },
      ...others.map((tag) => ({ tag, revision: standsFor(tags[tag]).revision })),
    ],
    // Where the operator makes none, there is one all the same: a mesh that moves to Helm is never without a webhook.
    tagWebhooks:
      mesh.installer === "operator" && factsOf(mesh.version).operatorMakesTag
        ? "operator"
        : "revision",
    // Definitions of the newer Istio serve the older one as well: https://istio.io/latest/docs/setup/upgrade/helm/#canary-upgrade-recommended
    base:
      mesh.installer === "helm"
        ? chartReference(charts, "base", newestOf([own, ...next]))
        : undefined,
  };
}

/** What leads a remote to the control planes of its primary. It has its primary's tags. */
export function planRemoteControlPlanes(
  { mesh, charts }: Pick<ControlPlanesConfig, "mesh" | "charts">,
  { controlPlanes: [own, ...next], inForce, tags }: ControlPlanesPlan,
): RemoteControlPlanesPlan {
  const isByHelm = mesh.installer === "helm";
  const way = ({ revision, version }: ControlPlanePlan): RemoteControlPlanePlan => ({
    revision,
    version,
    chart: isByHelm ? remoteChart(charts, version) : undefined,
  });
  const newest = newestOf([own, ...next]);
  return {
    controlPlanes: [way(own), ...next.map(way)],
    inForce: way(inForce),
    tags,
    tagWebhooks: isByHelm ? "revision" : "off",
    // The chart `istiod-remote` has all in itself.
    base:
      isByHelm && factsOf(newest).helmRemote === "profile"
        ? chartReference(charts, "base", newest)
        : undefined,
  };
}

function newestOf(controlPlanes: readonly Pick<ControlPlanePlan, "version">[]): string {
  return controlPlanes
    .map((one) => one.version)
    .reduce((newest, one) => (compareVersions(one, newest) > 0 ? one : newest));
}
