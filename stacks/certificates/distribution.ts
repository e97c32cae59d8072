import type { ClusterAccess } from "../kubeconfig";
import { poll } from "./poll";
import { readTrustBundleObject } from "./read-live";
import { readTrustBundle } from "./live";

const pollMs = 500;

/**
 * Waits until a cluster's istiod hands these roots out to workloads, and no others. A new istiod does so when the old one
 * has gone, a running one when its kubelet has given it the new cacerts.
 * @param bundle PEMs of the roots
 * @throws Error that says what it hands out after `timeoutSeconds`
 */
export async function awaitDistribution(
  cluster: string,
  access: ClusterAccess,
  bundle: string,
  timeoutSeconds: number,
): Promise<void> {
  const wanted = readTrustBundle({ data: { "root-cert.pem": bundle } }) ?? [];
  await poll(access, timeoutSeconds, pollMs, async (signedIn) => {
    const map = await readTrustBundleObject(signedIn);
    const found = map && readTrustBundle(map);
    if (fingerprints(found) === fingerprints(wanted)) {
      return { done: undefined };
    }
    const has = found?.map((one) => `${one.subject}, SHA-256 ${one.fingerprint}`).join("; ");
    return {
      still: `istiod hands out other roots in cluster "${cluster}" than cacerts says, after ${timeoutSeconds} s: ${has ?? "none"}; look at the log of istiod for "cacerts"`,
    };
  });
}

function fingerprints(roots: readonly { readonly fingerprint: string }[] | undefined): string {
  return (roots ?? []).map((one) => one.fingerprint).join();
}
