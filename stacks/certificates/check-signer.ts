import type { CaFiles } from "./ca-files";
import { checkIntermediate } from "./check-intermediate";
import { checkRoot } from "./check-root";
import type { UploadProblem } from "./check-certificate";
import { canonicalPem, certificatesOf } from "./pem";

/** What istiod signs with; nothing in it is secret. */
export interface Signer {
  /** PEM of the certificate. */
  readonly certPem: string;
  /** PEMs of the roots. */
  readonly bundle: string;
}

/** One thing that is wrong with `cacerts`. */
export interface SignerProblem {
  readonly field: UploadProblem["field"] | "roots";
  /** What is wrong, what is expected, the next step; lower case, no full stop, never the content. */
  readonly message: string;
}

/** Why istiod could not sign with what is in `cacerts`: all that keeps it from that with the root that comes nearest. */
export interface UnfitSigner {
  readonly problems: readonly [SignerProblem, ...SignerProblem[]];
}

/** What istiod signs with, from what is in `cacerts`. */
export function checkSigner(files: CaFiles, now: Date): Signer | UnfitSigner {
  const certs = certificatesOf(files.cert);
  if ("problem" in certs) {
    return { problems: [{ field: "cert", message: certs.problem }] };
  }
  const roots = certificatesOf(files.root);
  if ("problem" in roots) {
    return { problems: [{ field: "roots", message: roots.problem }] };
  }
  // istiod takes the first of several, as cert-manager writes them, and finds the others in the chain.
  const [cert = ""] = certs.map(canonicalPem);
  const attempts = roots.map((root) => checkBelow({ ...files, cert }, canonicalPem(root), now));
  const [least = []] = attempts.sort((one, other) => one.length - other.length);
  const [first, ...others] = least;
  return first === undefined
    ? { certPem: cert, bundle: files.root }
    : { problems: [first, ...others] };
}

/** istiod signs with a root as well, and it is not ours to say that its key should be elsewhere. */
function checkBelow({ cert, key, chain }: CaFiles, root: string, now: Date) {
  return cert === root
    ? checkRoot({ cert, key }, now, 0)
    : checkIntermediate({ cert, key, chain }, root, now);
}
