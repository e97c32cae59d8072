import { isAmong, titleOf, trustedRoots, trustListsOf } from "../../seen/authorities";
import type { StackRule } from "../../rule";

const source = "https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/";

/** Of all clusters together: within one a rule that looks at cacerts sees whether it leads to its own roots. */
export const signersTrusted: StackRule = {
  name: "signers-trusted-everywhere",
  description: "The root that an istiod's intermediate leads to is trusted by every cluster",
  why: "Workloads of a cluster that does not trust it refuse those whose certificate this istiod has signed.",
  remediation:
    "go through the phases of certificates.rotation in their order, one up each, or upload an intermediate.upload that a root of all clusters has issued",
  severity: "critical",
  level: "mandatory",
  source,
  checkStack: (stack) => {
    const lists = trustListsOf(stack);
    const trusted = trustedRoots(lists);
    return lists.flatMap(({ signer, object }) => {
      const strangers =
        signer === undefined
          ? []
          : [...trusted].flatMap(([cluster, roots]) => (isAmong(signer, roots) ? [] : [cluster]));
      return signer === undefined || strangers.length === 0
        ? []
        : [
            {
              message: `leads to the root ${titleOf(signer)}, which ${strangers.join(", ")} ${strangers.length > 1 ? "do" : "does"} not trust, expected one that every cluster trusts`,
              about: object,
            },
          ];
    });
  },
};

export const sameRoots: StackRule = {
  name: "same-roots-everywhere",
  description: "All clusters of a stack trust the same roots",
  why: "Clusters in different phases of a rotation are a step away from refusing each other, and a root that one still trusts is a way in when it should have gone.",
  remediation:
    "finish the phase of certificates.rotation on all of clusters[], those in maintenance too, before the next",
  severity: "high",
  level: "mandatory",
  source,
  checkStack: (stack) => {
    const trusted = [...trustedRoots(trustListsOf(stack))];
    const all = new Map(trusted.flatMap(([, roots]) => roots.map((one) => [one.fingerprint, one])));
    return [...all.values()].flatMap((root) => {
      const by = trusted.flatMap(([cluster, roots]) => (isAmong(root, roots) ? [cluster] : []));
      return trusted.flatMap(([cluster]) =>
        by.includes(cluster)
          ? []
          : [
              {
                message: `it does not trust the root ${titleOf(root)}, which ${by.join(", ")} ${by.length > 1 ? "do" : "does"}`,
                about: { cluster },
              },
            ],
      );
    });
  },
};
