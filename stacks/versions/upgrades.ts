import { istioVersions } from "../istio-versions";
import type { RotationBug } from "./facts";
import { minorName, versionNumber } from "./version-number";

/**
 * Why a control plane cannot go from one version to another; undefined if it can, as back to the minor version before,
 * or if one of them is no version. Proxies of both are served meanwhile, and Istio supports them one minor version apart.
 * Source: https://istio.io/latest/docs/releases/supported-releases/#control-planedata-plane-skew
 */
export function skewProblem(from: string, to: string): string | undefined {
  const start = versionNumber(from)?.minor;
  const end = versionNumber(to)?.minor;
  if (start === undefined || end === undefined || Math.abs(end - start) <= 1) {
    return undefined;
  }
  const next = minorName(start < end ? start + 1 : start - 1);
  return `${from} to ${to} is a step of ${Math.abs(end - start)} minor versions, expected 1 at most; go to ${next} first`;
}

/** Whether two versions are of different minors; not if one of them is no version. */
export function isOtherMinor(one: string, other: string): boolean {
  const [a, b] = [versionNumber(one), versionNumber(other)];
  return a !== undefined && b !== undefined && a.minor !== b.minor;
}

/** The known minor versions that a version may be followed by, such as 1.22 and 1.23: its own, for patches, and the next. */
export function upgradesFrom(version: string): readonly string[] {
  const minor = versionNumber(version)?.minor;
  return istioVersions
    .map((one) => one.minor)
    .filter((one) => minor !== undefined && (one === minor || one === minor + 1))
    .map(minorName);
}

/** What goes wrong in a release when the credentials in a remote secret change. */
export function rotationBugs(version: string): readonly RotationBug[] {
  const number = versionNumber(version);
  const facts = istioVersions.find((one) => one.minor === number?.minor);
  return (facts?.rotationBugs ?? []).filter(
    ({ fixedIn }) => (number?.patch ?? 0) < (versionNumber(fixedIn)?.patch ?? 0),
  );
}
