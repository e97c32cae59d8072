import type { ConfigProblem } from "../config-error";
import { isOtherMinor, skewProblem } from "../versions/upgrades";
import type { LiveControlPlanes, LiveIstiod } from "./live";
import type { ControlPlanePlan } from "./plan";

/** A control plane as it is to be. */
export type WantedControlPlane = Pick<ControlPlanePlan, "revision" | "version">;

/** How many pods an error names. */
const named = 5;

/** Some pods for people, the first of them by name. */
export function somePods(pods: readonly string[]): string {
  const more = pods.length > named ? ` and ${pods.length - named} more` : "";
  return `${pods.slice(0, named).join(", ")}${more}`;
}

/** Control planes that become another minor version in place: what their proxies are matters then. */
export function movingInPlace<Wanted extends WantedControlPlane>(
  wanted: readonly Wanted[],
  servedBy: readonly LiveIstiod[],
): Wanted[] {
  return wanted.filter(({ revision, version }) =>
    servedBy.some((one) => one.revision === revision && isOtherMinor(one.version, version)),
  );
}

/** Revisions that serve a cluster and are not to stay: who uses them matters then. */
export function leavingOf(
  wanted: readonly WantedControlPlane[],
  serving: readonly string[],
): string[] {
  const staying = wanted.map((one) => one.revision);
  return serving.filter((one) => !staying.includes(one));
}

/**
 * Proxies that would be too far from their control plane when it changes in place. They stay at the version that their
 * pod has started with, however often the control plane has changed since.
 */
export function proxyProblems(
  wanted: readonly WantedControlPlane[],
  { cluster, servedBy, proxies }: LiveControlPlanes,
  prefix: string,
): ConfigProblem[] {
  return movingInPlace(wanted, servedBy).flatMap((plane) => {
    const { revision, version } = plane;
    const old = proxies.filter(
      (one) => one.revision === revision && skewProblem(one.version ?? "", version) !== undefined,
    );
    return old.length === 0
      ? []
      : [
          {
            path: `${prefix}${plane === wanted[0] ? "mesh" : "upgrade"}.version`,
            message: `${version} is more than one minor version from proxies of cluster "${cluster}": ${somePods(old.map((one) => `${one.pod} (${one.version ?? ""})`))}; restart them first, which gives them the version that runs now: kubectl rollout restart`,
          },
        ];
  });
}
