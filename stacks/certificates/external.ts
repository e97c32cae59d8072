import { setTimeout } from "node:timers/promises";
import type { ClusterAccess } from "../kubeconfig";
import { caFilesOf } from "./ca-files";
import { checkIntermediate } from "./check-intermediate";
import { checkRoot } from "./check-root";
import type { LiveObject } from "./live";
import { canonicalPem, certificatesOf } from "./pem";
import { readCacertsObject } from "./read-live";

/** What somebody else put into `cacerts`; nothing in it is secret. */
export interface ExternalAuthority {
  /** PEM of what istiod signs with. */
  readonly certPem: string;
  /** PEMs of the roots. */
  readonly bundle: string;
}

const pollMs = 1_000;

/**
 * What is in a Secret `cacerts`.
 * @returns why istiod could not sign with it: lower case, without its content
 */
export function readExternal(
  secret: LiveObject | undefined,
  now: Date,
): ExternalAuthority | { readonly problem: string } {
  if (secret === undefined) {
    return { problem: "there is no Secret cacerts in istio-system" };
  }
  const files = caFilesOf(secret.data ?? {});
  if ("missing" in files) {
    return { problem: `cacerts lacks ${files.missing.join(", ")}` };
  }
  const roots = certificatesOf(files.root);
  if ("problem" in roots) {
    return { problem: `the roots of cacerts: ${roots.problem}` };
  }
  const upload = { cert: files.cert, key: files.key, chain: files.chain };
  const attempts = roots.map(canonicalPem).map((root) => {
    // istiod signs with a root as well, and it is not ours to say that its key should be elsewhere.
    const isRoot = certificatesOf(files.cert);
    return !("problem" in isRoot) && isRoot[0] && canonicalPem(isRoot[0]) === root
      ? checkRoot({ cert: root, key: files.key }, now)
      : checkIntermediate(upload, root, now);
  });
  const [least] = [...attempts].sort((one, other) => one.length - other.length);
  const [problem] = least ?? [];
  return problem === undefined
    ? { certPem: files.cert, bundle: files.root }
    : { problem: `cacerts, ${problem.field}: ${problem.message}` };
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
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const found = readExternal(await readCacertsObject(access), new Date());
    if (!("problem" in found)) {
      return found;
    }
    if (Date.now() > deadline) {
      throw new Error(
        `istiod of ${cluster} cannot start: after ${timeoutSeconds} s still ${found.problem}; certificates.issuer is external, look at what is to write it`,
      );
    }
    await setTimeout(pollMs);
  }
}
