import type { KeyObject, X509Certificate } from "node:crypto";
import { pathToRoot } from "./chain";
import {
  authorityProblems,
  factsOf,
  inField,
  keyProblems,
  nameOf,
  onlyCertificate,
  quoted,
  signatureProblems,
  type UploadProblem,
} from "./check-certificate";
import { certificatesOf } from "./pem";

/** PEMs of what an istiod is to sign with, if it is not made here. */
export interface IntermediateUpload {
  readonly cert: string;
  readonly key: string;
  /** The certificates between it and the root, in any order; both of them may be in it. */
  readonly chain?: string | undefined;
}

/**
 * Why istiod or the proxies would not take an intermediate, all of it at once.
 * Source: https://github.com/istio/istio/blob/master/security/pkg/pki/util/keycertbundle.go (Verify)
 */
export function checkIntermediate(
  { cert, key, chain }: IntermediateUpload,
  rootPem: string,
  now: Date,
): readonly UploadProblem[] {
  const root = onlyCertificate(rootPem, "give one root");
  if ("problem" in root) {
    return inField("chain", [`cannot be checked, the root ${root.problem}`]);
  }
  const own = onlyCertificate(cert, "put those above it into chain");
  const others = chain === undefined ? [] : certificatesOf(chain);
  const unreadable = "problem" in others ? inField("chain", [others.problem]) : [];
  const wrong = "problem" in own ? own.problem : keyOfRoot(own, root);
  if ("problem" in own || wrong !== undefined) {
    // Another certificate is wanted: whether key and chain would fit to it, nobody knows.
    const cert = wrong === undefined ? [] : [wrong];
    return [
      ...inField("cert", cert),
      ...inField("key", keyProblems(key, undefined)),
      ...unreadable,
    ];
  }
  return [
    ...inField("cert", [...authorityProblems(own, now), ...signatureProblems(own)]),
    ...inField("key", keyProblems(key, own)),
    ...("problem" in others ? unreadable : chainProblems(own, others, root, now)),
  ];
}

function keyOfRoot(own: X509Certificate, root: X509Certificate): string | undefined {
  return isSameKey(own.publicKey, root.publicKey)
    ? `has the key of the root ${nameOf(root)}, which should stay offline; give an intermediate with a key of its own`
    : undefined;
}

function isSameKey(one: KeyObject, other: KeyObject): boolean {
  // Between keys of two types, equals leaves an error behind in OpenSSL, and node takes it for one of the next private
  // key that it reads (Node 20).
  return one.asymmetricKeyType === other.asymmetricKeyType && one.equals(other);
}

function chainProblems(
  own: X509Certificate,
  others: readonly X509Certificate[],
  root: X509Certificate,
  now: Date,
): UploadProblem[] {
  const path = pathToRoot(own, others, [root]);
  if (path === undefined) {
    return [brokenLink(own, own, others, root)];
  }
  return path.flatMap((one, below) => {
    const above = path[below + 1];
    const misnamed = above === undefined ? [] : nameProblems(one, above);
    if (one === own) {
      return inField("cert", misnamed);
    }
    const messages = [
      ...authorityProblems(one, now),
      ...(above === undefined ? [] : signatureProblems(one)),
      ...misnamed,
      ...lengthProblems(one, below),
    ];
    return inField(
      "chain",
      messages.map((message) => `${nameOf(one)} ${message}`),
    );
  });
}

/** Go compares names byte by byte, OpenSSL and node what they spell. */
function nameProblems(one: X509Certificate, above: X509Certificate): string[] {
  const named = factsOf(one)?.issuerBytes;
  const is = factsOf(above)?.subjectBytes;
  return named === undefined || is === undefined || named === is
    ? []
    : [
        `names its issuer ${nameOf(above)} in another encoding (such as UTF8String for PrintableString), where istiod compares bytes; issue it again with that very certificate`,
      ];
}

/**
 * Go counts all authorities between a workload's certificate and this one, where RFC 5280 leaves out those that are
 * their own issuer. Verify of istiod counts one less, as to it the intermediate is the end: it would start, and every
 * connection fail.
 */
function lengthProblems(one: X509Certificate, below: number): string[] {
  const allowed = factsOf(one)?.pathLength ?? below;
  return allowed < below
    ? [
        `has path length ${allowed}, and ${below === 1 ? "1 authority" : `${below} authorities`} below it; issue it with ${below} or more, or without`,
      ]
    : [];
}

/** Where a chain that does not lead to the root ends, and why; the same walk as {@link pathToRoot}. */
function brokenLink(
  one: X509Certificate,
  own: X509Certificate,
  others: readonly X509Certificate[],
  root: X509Certificate,
): UploadProblem {
  const field = one === own ? "cert" : "chain";
  const which = one === own ? "" : `${nameOf(one)} `;
  const isSelfSigned = one.subject === one.issuer && one.verify(one.publicKey);
  if (isSelfSigned && one.subject !== root.subject) {
    return one === own
      ? {
          field,
          message: `is a root itself and not below ${nameOf(root)}, give an intermediate that this has issued`,
        }
      : {
          field,
          message: `leads to the root ${nameOf(one)} instead of ${nameOf(root)}, give an intermediate of that or upload the other root`,
        };
  }
  const known = others.filter((other) => other.fingerprint256 !== one.fingerprint256);
  const namesakes = [root, ...known].filter(({ subject }) => subject === one.issuer);
  const above = known.find((other) => namesakes.includes(other) && one.verify(other.publicKey));
  if (above !== undefined && !isSelfSigned) {
    return brokenLink(
      above,
      own,
      known.filter((other) => other !== above),
      root,
    );
  }
  return namesakes.length === 0
    ? {
        field: "chain",
        message: `lacks ${quoted(one.issuer)}, which has issued ${nameOf(one)}; add it, and those above it up to the root ${nameOf(root)}`,
      }
    : {
        field,
        message: `${which}was signed by another certificate named ${quoted(one.issuer)} than the one that is given, give that one or have this one issued anew`,
      };
}
