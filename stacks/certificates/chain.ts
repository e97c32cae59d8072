import type { X509Certificate } from "node:crypto";

/** The certificates from one up to one of the roots, both included; undefined if the chain does not lead there. */
export function pathToRoot(
  certificate: X509Certificate,
  chain: readonly X509Certificate[],
  roots: readonly X509Certificate[],
): readonly X509Certificate[] | undefined {
  const issued = (by: X509Certificate) =>
    certificate.issuer === by.subject && certificate.verify(by.publicKey);
  const root = roots.find(issued);
  if (root !== undefined) {
    return certificate.fingerprint256 === root.fingerprint256 ? [root] : [certificate, root];
  }
  // Two that issued each other would lead round for ever; one that was renewed is there twice, and only one leads up.
  const others = chain.filter((one) => one.fingerprint256 !== certificate.fingerprint256);
  for (const above of others.filter(issued)) {
    const path = pathToRoot(above, others, roots);
    if (path !== undefined) {
      return [certificate, ...path];
    }
  }
  return undefined;
}
