/** How Istio's control plane gets onto a cluster. */
export const installers = ["operator", "helm"] as const;
export type Installer = (typeof installers)[number];

/** The first minor version that has an istiod-less remote profile named `remote`, and all that follow ours. */
const oldestMinor = 16;
/** The in-cluster operator was removed in 1.24 (https://github.com/istio/istio/pull/52090). */
const newestOperatorMinor = 23;
/** The first minor version whose `global.externalIstiod` reaches istiod itself (release note 51595). */
const firstGlobalExternalIstiod = 23;

/** The first minor version in which AUTO_RELOAD_PLUGIN_CERTS is on by default: https://istio.io/latest/news/releases/1.18.x/announcing-1.18/change-notes/ */
const firstCertificateReload = 18;
/** The first minor version whose istiod takes up another plugged root: https://github.com/istio/istio/pull/47063 */
const firstRootRotation = 20;

/** Development builds are named `1.22-alpha.<commit>`, releases `1.22.8`. */
const versionPattern = /^1\.(?<minor>\d+)(?:\.\d+(?:-(?:alpha|beta|rc)\.\d+)?|-alpha\.[0-9a-f]+)$/;

/**
 * Why an installer cannot serve an Istio version; undefined if it can.
 * Sources: https://istio.io/latest/docs/releases/supported-releases/ and the operator's removal, above.
 */
export function unservedReason(version: string, installer: Installer): string | undefined {
  const minor = minorOf(version);
  const served = `installer "${installer}" serves 1.${oldestMinor} to 1.${newestOperatorMinor}`;
  if (minor === undefined) {
    return `"${version}" is no Istio version, expected one such as 1.22.8; ${served}`;
  }
  if (minor < oldestMinor) {
    return `${version} is too old: ${served}; older ones have no remote profile without an istiod of its own`;
  }
  if (minor > newestOperatorMinor) {
    return `${version} is too new: ${served}; Istio removed the in-cluster operator in 1.24`;
  }
  return undefined;
}

/**
 * What tells a primary's istiod to serve remotes: an environment variable of its own, or a value that sets it. Before
 * 1.23 the value changes no more than the rights of the reader on that same cluster.
 * Source: https://github.com/istio/istio/pull/39406 and release note 51595
 */
export type ExternalIstiodForm = "environment" | "value";

/** @throws Error if the version is none that is served */
export function externalIstiodForm(version: string): ExternalIstiodForm {
  return knownMinor(version) < firstGlobalExternalIstiod ? "environment" : "value";
}

/** The first minor version without the chart istiod-remote: https://github.com/istio/istio/pull/53294 */
const firstRemoteProfile = 24;

/** Istio's charts that make a remote, in the order of their installation. @throws Error if the version is none */
export function remoteChartNames(
  version: string,
): readonly ["istiod-remote"] | readonly ["base", "istiod"] {
  return knownMinor(version) < firstRemoteProfile ? ["istiod-remote"] : ["base", "istiod"];
}

/** Whether istiod takes up a new intermediate without being told to. @throws Error if the version is none that is served */
export function reloadsCertificatesUnasked(version: string): boolean {
  return knownMinor(version) >= firstCertificateReload;
}

/** Why the root cannot be rotated under an Istio version; undefined if it can, or if the version is none at all. */
export function noRotationReason(version: string): string | undefined {
  const minor = minorOf(version);
  return minor !== undefined && minor < firstRootRotation
    ? `istiod ${version} takes up no other root, expected mesh.version 1.${firstRootRotation} or newer; upgrade first`
    : undefined;
}

/** Whether a version is newer than a minor one; no if it is no version at all. */
export function isNewerThanMinor(version: string, minor: number): boolean {
  return (minorOf(version) ?? 0) > minor;
}

function knownMinor(version: string): number {
  const minor = minorOf(version);
  if (minor === undefined) {
    throw new Error(`"${version}" is no Istio version`);
  }
  return minor;
}

function minorOf(version: string): number | undefined {
  const minor = versionPattern.exec(version)?.groups?.["minor"];
  return minor === undefined ? undefined : Number(minor);
}

/** Why nobody should go from one version to another at once; undefined if it is one minor or less, or one is none. */
export function skewProblem(from: string, to: string): string | undefined {
  const [a, b] = [minorOf(from), minorOf(to)];
  return a === undefined || b === undefined || Math.abs(a - b) <= 1
    ? undefined
    : `${to} is ${Math.abs(a - b)} minors away from ${from}`;
}
