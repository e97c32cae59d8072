import {
  type ExternalIstiodForm,
  type Installer,
  installers,
  type IstioVersion,
} from "./versions/facts";
import { minorName, noVersionReason, versionNumber } from "./versions/version-number";

export { type ExternalIstiodForm, type Installer, installers, type IstioVersion };

type Facts = Omit<IstioVersion, "minor" | "kubernetes" | "endOfLife">;

const operatorProfiles = ["ambient", "default", "demo", "empty", "minimal", "openshift", "preview"];

const since16: Facts = {
  installers: ["operator", "helm"],
  // https://github.com/istio/istio/tree/1.16.7/manifests/profiles; 1.15 has no remote profile without an istiod.
  profiles: [...operatorProfiles, "remote", "external"],
  externalIstiod: "environment",
  // https://github.com/istio/istio/blob/1.16.7/manifests/charts/base/crds/crd-all.gen.yaml
  telemetry: ["v1alpha1"],
  spreadsIstiod: false,
  operatorMakesTag: false,
  reloadsIntermediates: false,
  takesUpRoots: false,
  remotesFollowRevisions: false,
  templatesCrds: false,
  // https://github.com/istio/istio/tree/1.16.7/manifests/charts/istiod-remote
  helmRemote: "chart",
  rotationBugs: [],
};
/**
 * AUTO_RELOAD_PLUGIN_CERTS is on: https://istio.io/latest/news/releases/1.18.x/announcing-1.18/change-notes/
 * The tag: https://github.com/istio/istio/pull/43897
 */
const since18: Facts = { ...since16, reloadsIntermediates: true, operatorMakesTag: true };
/** https://github.com/istio/istio/pull/45175 and https://istio.io/latest/news/releases/1.19.x/announcing-1.19/change-notes/ */
const since19: Facts = { ...since18, spreadsIstiod: true };
/** https://github.com/istio/istio/pull/47063 */
const since20: Facts = { ...since19, takesUpRoots: true };
/** https://github.com/istio/istio/issues/47552; the last patches of 1.20 have it, too. */
const since21: Facts = { ...since20, remotesFollowRevisions: true };
/** https://github.com/istio/istio/tree/1.22.8/manifests/profiles and crd-all.gen.yaml as above */
const since22: Facts = {
  ...since21,
  profiles: [...operatorProfiles, "remote", "openshift-ambient", "stable"],
  telemetry: ["v1", "v1alpha1"],
};
/** https://github.com/istio/istio/issues/51595 */
const since23: Facts = { ...since22, externalIstiod: "value" };
const since24: Facts = {
  ...since23,
  // https://github.com/istio/istio/pull/52090
  installers: ["helm"],
  // https://github.com/istio/istio/tree/1.24.6/manifests/charts/istio-control/istio-discovery/files
  profiles: ["ambient", "demo", "preview", "remote", "stable"],
  // https://github.com/istio/istio/pull/53318
  templatesCrds: true,
  // https://github.com/istio/istio/pull/53294
  helmRemote: "profile",
};
/** https://istio.io/latest/news/releases/1.29.x/announcing-1.29.3/ has the fix. */
const since29: Facts = {
  ...since24,
  rotationBugs: [
    {
      issue: "https://github.com/istio/istio/issues/59875",
      effect: "a changed remote secret can stop istiod from reading other clusters",
      fixedIn: "1.29.3",
    },
  ],
};
/** https://istio.io/latest/news/releases/1.30.x/announcing-1.30.3/ and announcing-1.30.4/ have the fixes. */
const since30: Facts = {
  ...since24,
  rotationBugs: [
    {
      issue: "https://github.com/istio/istio/issues/60612",
      effect: "istiod takes up a changed remote secret only when it is restarted",
      fixedIn: "1.30.3",
    },
    {
      issue: "https://github.com/istio/istio/issues/60920",
      effect: "a changed remote secret can lose the gateways of the cluster's network",
      fixedIn: "1.30.4",
    },
    {
      issue: "https://github.com/istio/istio/issues/61043",
      effect: "a changed remote secret can wipe the cluster's endpoints",
      fixedIn: "1.30.4",
    },
  ],
};

/**
 * The minor versions that this program knows, oldest first, without a gap.
 * Kubernetes and end of life: https://istio.io/latest/docs/releases/supported-releases/
 */
export const istioVersions: readonly IstioVersion[] = [
  { minor: 16, kubernetes: [22, 25], endOfLife: "2023-07-25", ...since16 },
  { minor: 17, kubernetes: [23, 26], endOfLife: "2023-10-27", ...since16 },
  { minor: 18, kubernetes: [24, 27], endOfLife: "2024-01-04", ...since18 },
  { minor: 19, kubernetes: [25, 28], endOfLife: "2024-04-24", ...since19 },
  { minor: 20, kubernetes: [25, 29], endOfLife: "2024-06-25", ...since20 },
  { minor: 21, kubernetes: [26, 29], endOfLife: "2024-09-27", ...since21 },
  { minor: 22, kubernetes: [27, 30], endOfLife: "2025-01-22", ...since22 },
  { minor: 23, kubernetes: [27, 30], endOfLife: "2025-04-16", ...since23 },
  { minor: 24, kubernetes: [28, 31], endOfLife: "2025-06-24", ...since24 },
  { minor: 25, kubernetes: [29, 32], endOfLife: "2025-09-30", ...since24 },
  { minor: 26, kubernetes: [29, 33], endOfLife: "2025-12-22", ...since24 },
  { minor: 27, kubernetes: [29, 33], endOfLife: "2026-04-07", ...since24 },
  { minor: 28, kubernetes: [30, 34], endOfLife: "2026-07-01", ...since24 },
  { minor: 29, kubernetes: [31, 35], ...since29 },
  { minor: 30, kubernetes: [32, 36], ...since30 },
];

const minors = istioVersions.map(({ minor }) => minor);
const oldest = Math.min(...minors);
const newest = Math.max(...minors);

/** What a version can do; one that is newer than the table counts as its newest. @throws Error if it is none that is served */
export function factsOf(version: string): IstioVersion {
  const facts = findFacts(version);
  if (facts === undefined) {
    throw new Error(unservedReason(version, "helm"));
  }
  return facts;
}

/** Why an installer cannot serve an Istio version; undefined if it can. */
export function unservedReason(version: string, installer: Installer): string | undefined {
  const { minor } = versionNumber(version) ?? {};
  if (minor === undefined) {
    return noVersionReason(version);
  }
  const last = lastWith(installer);
  const until = last === newest ? "and newer" : `to ${minorName(last)}`;
  const served = `installer "${installer}" serves ${minorName(oldest)} ${until}`;
  if (minor < oldest) {
    return `${version} is too old: ${served}; older ones have no remote profile without an istiod of its own`;
  }
  if (minor > last && last !== newest) {
    return `${version} is too new: ${served}; Istio removed the in-cluster operator in ${minorName(last + 1)}, choose installer: helm`;
  }
  return undefined;
}

/** The operator as long as there is one, then Helm, as for what is no version. */
export function defaultInstaller(version: string): Installer {
  const { minor = newest } = versionNumber(version) ?? {};
  return minor <= lastWith("operator") ? "operator" : "helm";
}

/** What to know of a version of which this program knows nothing; undefined if it knows it. */
export function unknownMinorWarning(version: string): string | undefined {
  const { minor } = versionNumber(version) ?? {};
  return minor !== undefined && minor > newest
    ? `${version} is newer than this program knows, treated as ${minorName(newest)}`
    : undefined;
}

/** @throws Error if the version is none that is served */
export function externalIstiodForm(version: string): ExternalIstiodForm {
  return factsOf(version).externalIstiod;
}

/** Whether istiod takes up a new intermediate without being told to. @throws Error if the version is none that is served */
export function reloadsCertificatesUnasked(version: string): boolean {
  return factsOf(version).reloadsIntermediates;
}

/** Why the root cannot be rotated under an Istio version; undefined if it can, or if the version is none at all. */
export function noRotationReason(version: string): string | undefined {
  if (versionNumber(version) === undefined || findFacts(version)?.takesUpRoots) {
    return undefined;
  }
  return `istiod ${version} takes up no other root, expected mesh.version ${firstWith("takesUpRoots")} or newer; upgrade first`;
}

/**
 * Why istiod's pods cannot be spread under an Istio version; undefined if they can, or if the version is none at all.
 * @param key of the config that says the version
 */
export function noSpreadReason(
  version: string,
  key: "mesh.version" | "upgrade.version",
): string | undefined {
  if (versionNumber(version) === undefined || findFacts(version)?.spreadsIstiod) {
    return undefined;
  }
  return `Istio ${version} has no setting for it, expected ${key} ${firstWith("spreadsIstiod")} or newer; until then take it out and say values.pilot.affinity in an overlay`;
}

/** The name of the oldest minor version of which a fact is true. */
export function firstWith(
  fact: "takesUpRoots" | "spreadsIstiod" | "remotesFollowRevisions",
): string {
  return minorName(Math.min(...istioVersions.flatMap((one) => (one[fact] ? [one.minor] : []))));
}

/** The newest minor version that an installer can install. */
function lastWith(installer: Installer): number {
  return Math.max(
    ...istioVersions.flatMap((one) => (one.installers.includes(installer) ? [one.minor] : [])),
  );
}

function findFacts(version: string): IstioVersion | undefined {
  const { minor } = versionNumber(version) ?? {};
  return istioVersions.findLast((one) => minor !== undefined && one.minor <= minor);
}
