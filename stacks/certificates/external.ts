import type { ClusterAccess } from "../kubeconfig";
import { caFilesOf } from "./ca-files";
import type { Signer } from "./check-signer";
import type { LiveObject } from "./live";
import { poll } from "./poll";
import { readCacertsObject } from "./read-live";

/** What somebody else put into `cacerts`. */
export type ExternalAuthority = Signer;

const pollMs = 1_000;

/**
 * What is in a Secret `cacerts`.
 * @returns why istiod could not sign with it: lower case, without its content
 */
export async function readExternal(
  secret: LiveObject | undefined,
  now: Date,
): Promise<ExternalAuthority | { readonly problem: string }> {
  if (secret === undefined) {
    return { problem: "there is no Secret cacerts in istio-system" };
  }
  const files = caFilesOf(secret.data ?? {});
  if ("missing" in files) {
    return { problem: `cacerts lacks ${files.missing.join(", ")}` };
  }
  // What parses extensions takes long to load.
  const { checkSigner } = await import("./check-signer.js");
  const checked = checkSigner(files, now);
  if (!("problems" in checked)) {
    return checked;
  }
  const [{ field, message }] = checked.problems;
  return { problem: `cacerts, ${field}: ${message}` };
}

/** Whether a problem is that it is not all there yet, which may only take time. */
export function isIncomplete(secret: LiveObject | undefined): boolean {
  return secret === undefined || "missing" in caFilesOf(secret.data ?? {});
}

/**
 * Waits until a cluster's `cacerts` is there and complete.
 * @throws Error that says what it lacks after `timeoutSeconds`
 */
export async function awaitExternal(
  cluster: string,
  access: ClusterAccess,
  timeoutSeconds: number,
): Promise<ExternalAuthority> {
  return poll<ExternalAuthority>(access, timeoutSeconds, pollMs, async (signedIn) => {
    const found = await readExternal(await readCacertsObject(signedIn), new Date());
    return "problem" in found
      ? {
          still: `istiod of ${cluster} cannot start: after ${timeoutSeconds} s still ${found.problem}; certificates.issuer is external, look at what is to write it`,
        }
      : { done: found };
  });
}
