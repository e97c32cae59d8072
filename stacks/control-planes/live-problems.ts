import type { ConfigProblem } from "../config-error";
import type { Installer } from "../versions/facts";
import { skewProblem } from "../versions/upgrades";
import type { LiveControlPlanes } from "./live";
import { type ControlPlanesPlan } from "./plan";
import { defaultRevision } from "./schema";

/** The control planes of a primary, as they are to be. */
export interface WantedControlPlanes extends Pick<ControlPlanesPlan, "controlPlanes" | "inForce"> {
  readonly cluster: string;
}

/** How many pods an error names. */
const named = 5;

/**
 * Why the control planes of a primary cannot become what the config says, from what they are now.
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
    const running = istiods.find((one) => one.revision === revision);
    const skew = running && skewProblem(running.version, version);
    return skew === undefined
      ? []
      : [
          {
            path: `${prefix}${at === 0 ? "mesh" : "upgrade"}.version`,
            message: `cluster "${cluster}": ${skew}`,
          },
        ];
  });
}

/** A control plane may go when nobody uses it any more. */
function removalProblems(
  { controlPlanes, inForce }: WantedControlPlanes,
  { cluster, istiods, proxies }: LiveControlPlanes,
  prefix: string,
): ConfigProblem[] {
  const staying = controlPlanes.map((one) => one.revision);
  const leaving = istiods.map((one) => one.revision).filter((one) => !staying.includes(one));
  return leaving.flatMap((revision) => {
    const users = proxies.filter((one) => one.revision === revision).map((one) => one.pod);
    if (users.length === 0) {
      return [];
    }
    const more = users.length > named ? ` and ${users.length - named} more` : "";
    const pods = `${users.slice(0, named).join(", ")}${more}`;
    const back =
      revision === defaultRevision
        ? `leave ${prefix}mesh without a revision`
        : `keep revision "${revision}" in ${prefix}mesh.revision or ${prefix}upgrade`;
    return [
      {
        path: `${prefix}mesh.revision`,
        message: `control plane "${revision}" of cluster "${cluster}" would go, but still serves ${pods}; point ${prefix}tags.default to "${inForce.revision}", up, restart them, and then let it go; until then ${back}`,
      },
    ];
  });
}
