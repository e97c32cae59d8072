import type { ConfigProblem } from "../config-error";
import { factsOf } from "../istio-versions";
import type { ClusterAccess } from "../kubeconfig";
import { readObject } from "../read-object";
import { minorName } from "../versions/version-number";

/** What an API server says of its version; some add a `+` to the minor version. */
interface KubernetesVersion {
  readonly minor?: string;
}

/** The minor version of a cluster's Kubernetes, such as 27 for 1.27; undefined if the cluster does not tell. */
export async function readKubernetesMinor(access: ClusterAccess): Promise<number | undefined> {
  try {
    const { minor }: KubernetesVersion = (await readObject(access, "/version")) ?? {};
    return /^\d+/.test(minor ?? "") ? Number.parseInt(minor ?? "", 10) : undefined;
  } catch {
    // Whether it answers at all is another's question, and nothing is refused for this.
    return undefined;
  }
}

/**
 * Which control planes are not made for a Kubernetes as old as the cluster's. Of a newer one nothing is said: it was not
 * tested with that Istio, and as a rule it works.
 * @param wanted versions of the mesh's own control plane, and of the one to which it moves
 * @param minor of the cluster's Kubernetes; undefined if nobody knows
 */
export function kubernetesWarnings(
  wanted: readonly { readonly version: string }[],
  cluster: string,
  minor: number | undefined,
  prefix: string,
): ConfigProblem[] {
  return wanted.flatMap(({ version }, at) => {
    const facts = factsOf(version);
    const [oldest, newest] = facts.kubernetes;
    return minor === undefined || minor >= oldest
      ? []
      : [
          {
            path: `${prefix}${at === 0 ? "mesh" : "upgrade"}.version`,
            message: `Istio ${minorName(facts.minor)} is for Kubernetes ${minorName(oldest)} to ${minorName(newest)}, cluster "${cluster}" has ${minorName(minor)}`,
          },
        ];
  });
}
