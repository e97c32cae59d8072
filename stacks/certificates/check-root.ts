import type { X509Certificate } from "node:crypto";
import {
  authorityProblems,
  factsOf,
  inField,
  keyProblems,
  nameOf,
  onlyCertificate,
  quoted,
  type UploadProblem,
} from "./check-certificate";

/** PEMs of a root that is not made here. */
export interface RootUpload {
  readonly cert: string;
  /** Undefined where it stays offline. */
  readonly key?: string | undefined;
}

/**
 * Why a root cannot be the root of a mesh, as istiod and the proxies would find out; all of it at once.
 * @param below how many authorities there are below it at the least: with none istiod signs with the root itself
 */
export function checkRoot(
  { cert, key }: RootUpload,
  now: Date,
  below: 0 | 1 = 1,
): readonly UploadProblem[] {
  const root = onlyCertificate(cert, "give the root alone");
  const withKey = (certificate?: X509Certificate) =>
    key === undefined ? [] : inField("key", keyProblems(key, certificate));
  if ("problem" in root) {
    return [...inField("cert", [root.problem]), ...withKey()];
  }
  const notRoot = notSelfSigned(root);
  // Whatever else is wrong with it, another certificate is wanted.
  return notRoot === undefined
    ? [...inField("cert", rootProblems(root, now, below)), ...withKey(root)]
    : [...inField("cert", [notRoot]), ...withKey()];
}

function notSelfSigned(root: X509Certificate): string | undefined {
  if (root.subject !== root.issuer) {
    return `is no root, ${quoted(root.issuer)} has issued it; give the root itself, which is its own issuer`;
  }
  return root.verify(root.publicKey)
    ? undefined
    : `is no root, another certificate named ${nameOf(root)} has signed it; give that one`;
}

function rootProblems(root: X509Certificate, now: Date, below: 0 | 1): string[] {
  return [
    ...authorityProblems(root, now),
    ...(below > 0 && factsOf(root)?.pathLength === 0
      ? ["has path length 0, which allows no intermediate; issue it with 1 or more, or without"]
      : []),
  ];
}
