import { variant } from "./image-version";

/** What an Istio version says of its place among the others; all are of Istio 1. */
export interface VersionNumber {
  readonly minor: number;
  /** 0 in development builds, which come before the first release. */
  readonly patch: number;
}

/** Development builds are named `1.22-alpha.<commit>`, releases `1.22.8`. */
const pattern =
  /^1\.(?<minor>\d+)(?:\.(?<patch>\d+)(?:-(?:alpha|beta|rc)\.\d+)?|-alpha\.[0-9a-f]+)$/;

const stages = ["alpha", "beta", "rc"];

/**
 * Less than 0 if the first version comes before the second, more than 0 if after: development builds, then by patch
 * alphas, betas, candidates and the release. What is no version comes before all.
 */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [place(one), place(other)];
  const at = a.findIndex((part, index) => part !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** Minor, patch, stage and number within it. */
function place(version: string): readonly number[] {
  const { minor = "-1", patch = "-1" } = pattern.exec(version)?.groups ?? {};
  const [, stage = "", number = "0"] = /-([a-z]+)\.(\d+)$/.exec(version) ?? [];
  const rank = stages.indexOf(stage);
  return [Number(minor), Number(patch), rank === -1 ? stages.length : rank, Number(number)];
}

/** Undefined if the text is no Istio version. */
export function versionNumber(version: string): VersionNumber | undefined {
  const { minor, patch } = pattern.exec(version)?.groups ?? {};
  return minor === undefined ? undefined : { minor: Number(minor), patch: Number(patch ?? 0) };
}

/** What to tell people of a text that is no Istio version. */
export function noVersionReason(text: string): string {
  const isVariant = versionNumber(text.replace(variant, "")) !== undefined;
  const instead = isVariant ? "; the variant is values.global.variant in an overlay" : "";
  return `"${text}" is no Istio version, expected one such as 1.22.8${instead}`;
}

/** As people write it, such as 1.22; the minor versions of Kubernetes are written the same. */
export function minorName(minor: number): string {
  return `1.${minor}`;
}
