import { caSecretName, trustBundleName } from "../../components/names";
import { istioNamespace } from "../../stacks/istio-names";
import type { CertificateIdentity } from "../../stacks/certificates/identity";
import { readCacerts, readTrustBundle } from "../../stacks/certificates/live";
import { contentOf, secretData } from "./content";
import { decided } from "../decided";
import { type KubernetesObject, namespaceOf, objectName } from "./resource";
import type { Stack } from "./stack";

/** Whether it is what istiod signs with: https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/ */
export function isCacerts(object: KubernetesObject): boolean {
  return (
    object.groupKind === "core/Secret" &&
    namespaceOf(object) === istioNamespace &&
    objectName(object) === caSecretName
  );
}

/** A certificate as people know it; nothing in it is secret. */
export function titleOf({ subject, fingerprint }: CertificateIdentity): string {
  return `${subject} (SHA-256 ${fingerprint})`;
}

/** A list of roots that workloads of a cluster, or its istiod, are told to trust. */
export interface TrustList {
  readonly cluster: string;
  /** `cacerts`, or what istiod hands out: https://istio.io/latest/docs/ops/best-practices/security/ */
  readonly object: KubernetesObject;
  readonly roots: readonly CertificateIdentity[];
  /** Root that the intermediate leads to, where an istiod signs with it. */
  readonly signer?: CertificateIdentity;
}

/** All lists of roots in a stack that can be read. */
export function trustListsOf(stack: Stack): readonly TrustList[] {
  return decided(stack.of("core/Secret", "core/ConfigMap"), (object): readonly TrustList[] => {
    const { cluster } = object;
    if (isCacerts(object)) {
      const read = readCacerts({ data: secretData(object) });
      return read === undefined
        ? []
        : [{ cluster, object, roots: read.trusts, signer: read.signer }];
    }
    if (object.groupKind === "core/Secret" || objectName(object) !== trustBundleName) {
      return [];
    }
    const data = Object.fromEntries(contentOf(object).map((one) => [one.key, one.read()]));
    const roots = readTrustBundle({ data });
    return roots === undefined ? [] : [{ cluster, object, roots }];
  }).found;
}

/** By cluster, the roots that are in all of its lists: what is signed by another is refused somewhere. */
export function trustedRoots(
  lists: readonly TrustList[],
): ReadonlyMap<string, readonly CertificateIdentity[]> {
  const clusters = [...new Set(lists.map((one) => one.cluster))].sort();
  return new Map(
    clusters.map((cluster) => {
      const [first, ...others] = lists.filter((one) => one.cluster === cluster);
      const roots = (first?.roots ?? []).filter((root) =>
        others.every((one) => isAmong(root, one.roots)),
      );
      return [cluster, roots];
    }),
  );
}

export function isAmong(root: CertificateIdentity, roots: readonly CertificateIdentity[]): boolean {
  return roots.some((one) => one.fingerprint === root.fingerprint);
}
