/** What an Istio version says of its place among the others; all are of Istio 1. */
export interface VersionNumber {
  readonly minor: number;
  /** 0 in development builds, which come before the first release. */
  readonly patch: number;
}

/** Development builds are named `1.22-alpha.<commit>`, releases `1.22.8`. */
const pattern =
  /^1\.(?<minor>\d+)(?:\.(?<patch>\d+)(?:-(?:alpha|beta|rc)\.\d+)?|-alpha\.[0-9a-f]+)$/;

/** Undefined if the text is no Istio version. */
export function versionNumber(version: string): VersionNumber | undefined {
  const { minor, patch } = pattern.exec(version)?.groups ?? {};
  return minor === undefined ? undefined : { minor: Number(minor), patch: Number(patch ?? 0) };
}

/** As people write it, such as 1.22; the minor versions of Kubernetes are written the same. */
export function minorName(minor: number): string {
  return `1.${minor}`;
}
