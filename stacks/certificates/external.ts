import type { ClusterAccess } from "../kubeconfig";
import { type CaFiles, caFilesOf } from "./ca-files";
import type { LiveObject } from "./live";
import { canonicalPem, certificatesOf } from "./pem";
import { poll } from "./poll";
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
  const certs = certificatesOf(files.cert);
  if ("problem" in certs) {
    return { problem: `cacerts, cert: ${certs.problem}` };
  }
  const roots = certificatesOf(files.root);
  if ("problem" in roots) {
    return { problem: `cacerts, roots: ${roots.problem}` };
  }
  // istiod takes the first of several, as cert-manager writes them, and finds the others in the chain.
  const [cert = ""] = certs.map(canonicalPem);
  const attempts = await Promise.all(
    roots.map((root) => checkSigner({ ...files, cert }, canonicalPem(root), now)),
  );
  const [least = []] = attempts.sort((one, other) => one.length - other.length);
  const [problem] = least;
  return problem === undefined
    ? { certPem: cert, bundle: files.root }
    : { problem: `cacerts, ${problem.field}: ${problem.message}` };
}

/** istiod signs with a root as well, and it is not ours to say that its key should be elsewhere. */
async function checkSigner({ cert, key, chain }: CaFiles, root: string, now: Date) {
  // What parses extensions takes long to load.
  if (cert === root) {
    const { checkRoot } = await import("./check-root.js");
    return checkRoot({ cert, key }, now, 0);
  }
  const { checkIntermediate } = await import("./check-intermediate.js");
  return checkIntermediate({ cert, key, chain }, root, now);
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
