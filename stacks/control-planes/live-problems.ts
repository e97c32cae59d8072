import type { ClusterPlan } from "../cluster-plan";
import { type ConfigProblem, oneOf } from "../config-error";
import type { Role } from "../topology";
import type { Installer } from "../versions/facts";
import { skewProblem } from "../versions/upgrades";
import { versionNumber } from "../versions/version-number";
import type { LiveControlPlanes } from "./live";
import { leavingOf, proxyProblems, somePods, type WantedControlPlane } from "./proxy-problems";
import { defaultRevision } from "./schema";

/** The control planes of a cluster, as they are to be. */
export interface WantedControlPlanes {
  readonly controlPlanes: readonly WantedControlPlane[];
  readonly inForce: WantedControlPlane;
}

/**
 * Why the control planes of a cluster cannot become what the config says, from what they are now. A remote has none
 * itself, but what leads to them has to come and go as they do.
 * @param prefix the project's prefix in paths, such as `istio-mesh:`
 */
export function liveProblems(
  wanted: WantedControlPlanes,
  live: LiveControlPlanes,
  installer: Installer,
  prefix: string,
): ConfigProblem[] {
  return [
    ...installerProblems(live, installer, prefix),
    ...versionProblems(wanted, live, prefix),
    ...proxyProblems(wanted.controlPlanes, live, prefix),
    ...presenceProblems(wanted, live, prefix),
    ...removalProblems(wanted, live, prefix),
  ];
}

function installerProblems(
  { cluster, istiods }: LiveControlPlanes,
  installer: Installer,
  prefix: string,
): ConfigProblem[] {
  return installer === "operator" && istiods.some((one) => one.installer === "helm")
    ? [
        {
          path: `${prefix}mesh.installer`,
          message: `operator, but istiod of cluster "${cluster}" was installed by helm, and what the operator would take over goes with the charts; leave it at helm`,
        },
      ]
    : [];
}

/** In place a control plane may become another only if its proxies can still talk with it. */
function versionProblems(
  { controlPlanes }: WantedControlPlanes,
  { cluster, istiods }: LiveControlPlanes,
  prefix: string,
): ConfigProblem[] {
  return controlPlanes.flatMap(({ revision, version }, at) => {
    const path = `${prefix}${at === 0 ? "mesh" : "upgrade"}.version`;
    const running = istiods.find((one) => one.revision === revision)?.version ?? "";
    if (revision !== defaultRevision && isOlderMinor(version, running)) {
      const wayBack =
        at === 0
          ? `say ${path}: ${running} with it, as upgrade did; the way back is another revision under ${prefix}upgrade`
          : `say ${path}: ${running} again, or give the older one a revision of its own`;
      return [
        {
          path,
          message: `${version}, but revision "${revision}" of cluster "${cluster}" runs ${running}; ${wayBack}`,
        },
      ];
    }
    const skew = skewProblem(running, version);
    return skew === undefined ? [] : [{ path, message: `cluster "${cluster}": ${skew}` }];
  });
}

/**
 * Whether a control plane would come behind its proxies: of one with a revision that is a version forgotten at the
 * take-over. https://istio.io/latest/docs/releases/supported-releases/#control-planedata-plane-skew
 */
function isOlderMinor(version: string, running: string): boolean {
  const [wanted, now] = [versionNumber(version), versionNumber(running)];
  return wanted !== undefined && now !== undefined && wanted.minor < now.minor;
}

/** Who is to serve has to be there: what checks Istio's config calls it from the first moment on. */
function presenceProblems(
  { inForce }: WantedControlPlanes,
  { cluster, serving }: LiveControlPlanes,
  prefix: string,
): ConfigProblem[] {
  return serving.length === 0 || serving.includes(inForce.revision)
    ? []
    : [
        {
          path: `${prefix}tags.default`,
          message: `stands for "${inForce.revision}", which cluster "${cluster}" does not have yet; let it stand for ${oneOf(serving)}, bring the other up beside it by ${prefix}upgrade, and move the tag in an up of its own`,
        },
      ];
}

/**
 * By Helm a cluster is part of the mesh by charts that go with its role and its version; to take the one set for the other
 * would delete what both have, and from 1.24 on it is the same set for both roles.
 */
export function chartsProblems(
  { role, base }: Pick<ClusterPlan, "role" | "base">,
  live: LiveControlPlanes,
  path: string,
): ConfigProblem[] {
  const { cluster, readerOf } = live;
  // A remote whose chart has all in itself has no base.
  const charts = base === undefined ? "istiod-remote" : "istio-base";
  const isByHelm = ["istio-base", "istiod-remote"].includes(readerOf ?? "");
  const next = "take the cluster out of the config, up, and put it in again";
  if (isByHelm && readerOf !== charts) {
    return [
      {
        path,
        message: `cluster "${cluster}" is part of the mesh by Helm's ${readerOf ?? ""}, and would be by ${charts}, as another role or version has it, with objects of the same names; ${next}`,
      },
    ];
  }
  const roleNow = roleOf(live);
  return isByHelm && roleNow !== undefined && roleNow !== role
    ? [
        {
          path,
          message: `cluster "${cluster}" is a ${roleNow}, and would be a ${role} by the same charts of Helm's, with objects of the same names that are something else; ${next}`,
        },
      ]
    : [];
}

/** Undefined if it is nothing in a mesh yet. */
function roleOf({ istiods, ledTo }: LiveControlPlanes): Role | undefined {
  if (istiods.length > 0) {
    return "primary";
  }
  return ledTo.length > 0 ? "remote" : undefined;
}

/**
 * A control plane does not go while there is somebody who cannot be asked whether it is still used.
 * @param leaving revisions that would go, by cluster
 * @param away clusters in maintenance
 */
export function unaskedProblems(
  leaving: ReadonlyMap<string, readonly string[]>,
  away: readonly string[],
  prefix: string,
): ConfigProblem[] {
  return away.length === 0
    ? []
    : [...leaving].flatMap(([cluster, revisions]) =>
        revisions.map((revision) => ({
          path: `${prefix}mesh.revision`,
          message: `control plane "${revision}" of cluster "${cluster}" would go, but ${away.join(", ")}, in maintenance, cannot be asked who still uses it; let it go when all clusters are back`,
        })),
      );
}

/** A control plane may go when nobody uses it any more. */
function removalProblems(
  wanted: WantedControlPlanes,
  live: LiveControlPlanes,
  prefix: string,
): ConfigProblem[] {
  const { cluster, proxies } = live;
  return leavingOf(wanted.controlPlanes, live.serving).flatMap((revision) => {
    const users = proxies.filter((one) => one.revision === revision).map((one) => one.pod);
    if (users.length === 0) {
      return [];
    }
    const back =
      revision === defaultRevision
        ? `leave ${prefix}mesh without a revision`
        : `keep revision "${revision}" in ${prefix}mesh.revision or ${prefix}upgrade`;
    return [
      {
        path: `${prefix}mesh.revision`,
        message: `control plane "${revision}" of cluster "${cluster}" would go, but still serves ${somePods(users)}; point ${prefix}tags.default to "${wanted.inForce.revision}", up, restart them, and then let it go; until then ${back}`,
      },
    ];
  });
}
