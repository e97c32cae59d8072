import { istioVersions, unknownMinorWarning, unservedReason } from "../stacks/istio-versions";
import type { IstioVersion, RotationBug } from "../stacks/versions/facts";
import { rotationBugs, upgradesFrom } from "../stacks/versions/upgrades";
import { minorName, versionNumber } from "../stacks/versions/version-number";

/** A stack's outputs, as far as the list needs them. */
export interface VersionOutputs {
  readonly clusters: Readonly<Record<string, ClusterOutput>>;
}

interface ClusterOutput {
  readonly role: string;
  /** Of primaries that are not in maintenance. */
  readonly istiodVersion?: string;
  /** Control planes beside that one, while the mesh moves from one to another. */
  readonly besides?: readonly { readonly istiodVersion: string }[];
  /** Of remotes that are not in maintenance. */
  readonly controlPlane?: { readonly primary: string };
}

/** Which Istio a cluster runs. */
export interface ClusterVersion {
  readonly name: string;
  /** Whose istiod it has, in remotes. */
  readonly primary?: string;
  /** Undefined if nobody can say. */
  readonly version?: string;
  /** Versions of the control planes beside that one, in an upgrade. */
  readonly besides: readonly string[];
  /** Why it has no row in the list, if so. */
  readonly problem?: string;
  /** Known minor versions that it could go to, such as 1.22 for a patch and 1.23. */
  readonly upgrades: readonly string[];
  readonly rotationBugs: readonly RotationBug[];
}

/** A minor version in the list. */
export interface VersionRow extends Omit<IstioVersion, "minor" | "kubernetes"> {
  /** As in 1.22. */
  readonly version: string;
  /** Oldest and newest minor version, as in 1.27 and 1.30. */
  readonly kubernetes: readonly [oldest: string, newest: string];
  /** Names of the clusters that run it. */
  readonly runs: readonly string[];
  /** Names of those that run the minor version before it. */
  readonly next: readonly string[];
}

export interface VersionList {
  /** Newest first. */
  readonly versions: readonly VersionRow[];
  /** In the order of the outputs. */
  readonly clusters: readonly ClusterVersion[];
}

/** All versions that this program knows, and where a mesh's clusters stand among them. */
export function listVersions(outputs: VersionOutputs["clusters"]): VersionList {
  const clusters = Object.entries(outputs).map(([name, output]) =>
    clusterVersion(name, output, outputs),
  );
  const minorsOf = ({ version, besides }: ClusterVersion) =>
    [version ?? [], besides].flat(2).map((one) => versionNumber(one)?.minor);
  const having = (minor: number) =>
    clusters.filter((one) => minorsOf(one).includes(minor)).map((one) => one.name);
  const versions = istioVersions.toReversed().map(({ minor, kubernetes, ...facts }): VersionRow => {
    const [oldest, newest] = kubernetes;
    return {
      version: minorName(minor),
      kubernetes: [minorName(oldest), minorName(newest)],
      ...facts,
      runs: having(minor),
      // Who is on both is under way already.
      next: having(minor - 1).filter((name) => !having(minor).includes(name)),
    };
  });
  return { versions, clusters };
}

function clusterVersion(
  name: string,
  { role, istiodVersion, besides = [], controlPlane }: ClusterOutput,
  outputs: VersionOutputs["clusters"],
): ClusterVersion {
  const primary = controlPlane?.primary;
  const version = primary === undefined ? istiodVersion : outputs[primary]?.istiodVersion;
  const problem = version === undefined ? unknownReason(role, primary) : unlistedReason(version);
  return {
    name,
    ...(primary === undefined ? {} : { primary }),
    ...(version === undefined ? {} : { version }),
    besides: besides.map((one) => one.istiodVersion),
    ...(problem === undefined ? {} : { problem }),
    upgrades: version === undefined ? [] : upgradesFrom(version),
    rotationBugs: version === undefined ? [] : rotationBugs(version),
  };
}

/** A cluster that nobody asks tells nothing of itself, a remote not even whose it is. */
function unknownReason(role: string, primary: string | undefined): string {
  return primary === undefined
    ? `unknown, the ${role} is in maintenance`
    : `unknown, its primary ${primary} is in maintenance`;
}

/** Why a version has no row; undefined if it has one. */
function unlistedReason(version: string): string | undefined {
  return unknownMinorWarning(version) ?? unservedReason(version, "helm");
}
