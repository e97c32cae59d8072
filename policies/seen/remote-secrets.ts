import { remoteSecretLabel } from "../../components/names";
import { istioNamespace } from "../../stacks/istio-names";
import { decided } from "../decided";
import { identitiesOf } from "./identities";
import { type KubernetesObject, labelOf, namespaceOf } from "./resource";
import type { Stack } from "./stack";
import { fieldsAt } from "../values";

/** Whether an istiod finds other clusters by it. */
export function isRemoteSecret(object: KubernetesObject): boolean {
  return (
    object.groupKind === "core/Secret" &&
    Object.entries(remoteSecretLabel).every(([label, value]) => labelOf(object, label) === value)
  );
}

/** Names of the clusters that a remote secret tells of. */
export function clustersIn({ props }: KubernetesObject): readonly string[] {
  return [
    ...new Set(["data", "stringData"].flatMap((field) => Object.keys(fieldsAt(props, field)))),
  ];
}

/** A cluster of a stack, as remote secrets have to name it. */
export interface Peer {
  readonly cluster: string;
  readonly isPrimary: boolean;
  /** Names by which istiods may know it; as long as a preview does not know that, the stack's is one. */
  readonly names: readonly string[];
  readonly isDecided: boolean;
}

/** All clusters of a stack. */
export function peersOf(stack: Stack): readonly Peer[] {
  const { found, undecided } = identitiesOf(stack);
  return stack.clusters
    .map(({ name: cluster, primary }) => {
      const own = found.flatMap((one) => (one.cluster === cluster ? [one.name] : []));
      const isDecided = !undecided.some((one) => one.cluster === cluster);
      const names = own.length === 0 || !isDecided ? [...own, cluster] : own;
      return { cluster, isPrimary: primary === undefined, names: [...new Set(names)], isDecided };
    })
    .sort((one, other) => (one.cluster < other.cluster ? -1 : 1));
}

/** The remote secrets that the istiod of a cluster reads, and Secrets that may be such. */
export function watchedBy(stack: Stack, cluster: string) {
  return decided(
    stack.of("core/Secret").filter((one) => one.cluster === cluster),
    (one) =>
      isRemoteSecret(one) && namespaceOf(one) === istioNamespace
        ? [{ object: one, clusters: clustersIn(one) }]
        : [],
  );
}
