import type { ClusterConfig } from "../cluster-schema";
import { type ConfigProblem, oneOf } from "../config-error";
import { isOn } from "../is-on";
import { factsOf, firstWith, type Installer, unservedReason } from "../istio-versions";
import { networkOf, remotesOf, roleOf } from "../topology";
import { defaultRevision, type UpgradeConfig } from "./schema";

/** The control planes that a config asks for. */
interface Asked {
  /** Revision of the mesh's own. */
  readonly own: string;
  readonly mesh: { readonly version: string; readonly installer: Installer };
  readonly upgrade: UpgradeConfig | undefined;
}

/** What keeps remotes from following the revisions of their primaries: docs/adr/0014-control-planes-by-revision.md. */
export function remoteProblems(
  { own, mesh, upgrade }: Asked,
  clusters: readonly ClusterConfig[],
  prefix: string,
): ConfigProblem[] {
  const serving = clusters.filter((one) => remotesOf(one, clusters).length > 0);
  const upgraded = serving.filter((one) => isOn(one.name, upgrade?.clusters));
  const namedBefore = (revision: string, version: string, path: string): ConfigProblem[] =>
    revision === defaultRevision || !isServed(version) || factsOf(version).remotesFollowRevisions
      ? []
      : [
          {
            path,
            message: `a remote of Istio ${version} finds no control plane with a revision, expected ${firstWith("remotesFollowRevisions")} or newer; change ${prefix}mesh.version to it first, which upgrades in place`,
          },
        ];
  return [
    ...(serving.length > 0 ? namedBefore(own, mesh.version, `${prefix}mesh.revision`) : []),
    ...(upgrade && upgraded.length > 0
      ? [
          ...namedBefore(upgrade.revision, upgrade.version, `${prefix}upgrade.revision`),
          ...chartProblems(mesh.version, upgrade.version, upgraded, clusters, prefix),
          ...upgraded.flatMap((one) => addressProblems(one, prefix)),
          ...upgraded.flatMap((one) => networkProblems(one, clusters, prefix)),
        ]
      : []),
  ];
}

/** Both charts make objects of the same names. */
function chartProblems(
  from: string,
  to: string,
  upgraded: readonly ClusterConfig[],
  clusters: readonly ClusterConfig[],
  prefix: string,
): ConfigProblem[] {
  if (!isServed(from) || !isServed(to) || factsOf(from).helmRemote === factsOf(to).helmRemote) {
    return [];
  }
  const remotes = upgraded.flatMap((one) => remotesOf(one, clusters));
  return [
    {
      path: `${prefix}upgrade.version`,
      message: `${from} and ${to} make a remote from different charts, which cannot be beside each other, and ${oneOf(remotes)} is one; take it out of the config, up, and put it in again when the mesh has ${to}`,
    },
  ];
}

/** A webhook that is called by a URL is called by the same name for every control plane. */
function addressProblems(
  { name, controlPlaneAddress }: ClusterConfig,
  prefix: string,
): ConfigProblem[] {
  return typeof controlPlaneAddress === "object"
    ? [
        {
          path: `${prefix}upgrade`,
          message: `remotes of "${name}" call it by the name ${controlPlaneAddress.host}, behind which there can be one control plane; take controlPlaneAddress from "${name}", or leave it out of ${prefix}upgrade.clusters and change ${prefix}mesh.version instead, which upgrades in place`,
        },
      ]
    : [];
}

/**
 * An istiod takes its own Service for the cluster's alone, another's for one that all clusters share, and the gateway would
 * lead remotes to the istiod of another primary beside: pilot/pkg/model/cluster_local.go of Istio.
 */
function networkProblems(
  cluster: ClusterConfig,
  clusters: readonly ClusterConfig[],
  prefix: string,
): ConfigProblem[] {
  const beside = clusters.filter(
    (one) =>
      one.name !== cluster.name &&
      roleOf(one) === "primary" &&
      networkOf(one) === networkOf(cluster),
  );
  return beside.length === 0
    ? []
    : [
        {
          path: `${prefix}upgrade`,
          message: `"${cluster.name}" serves remotes, and ${oneOf(beside.map((one) => one.name))} on its network is a primary, too: beside each other their control planes would answer each other's remotes; leave "${cluster.name}" out of ${prefix}upgrade.clusters and change ${prefix}mesh.version instead, which upgrades in place`,
        },
      ];
}

function isServed(version: string): boolean {
  return unservedReason(version, "helm") === undefined;
}
