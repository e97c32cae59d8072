import type { Resource } from "../../../../../policies/seen/resource";
import { fingerprintOf, istiodData, tlsData, trustBundle } from "../../../../support/cacerts";
import { type Cases, object } from "../case";
import { cacerts, twoRoots } from "./made";

/** What workloads of a namespace are told. */
const bundle = (cluster: string, roots: readonly string[], namespace = "default"): Resource =>
  object(cluster, "core/v1:ConfigMap", `${namespace}/istio-ca-root-cert`, {
    data: trustBundle(roots).data,
  });

export const rootCases: Cases = {
  "signers-trusted-everywhere": [
    {
      title: "in which all trust both roots, whichever signs",
      isKept: true,
      make: async () => {
        const { old, next, ofOld, ofNext } = await twoRoots();
        const roots = [old.cert, next.cert];
        return {
          resources: [
            cacerts("east", istiodData({ own: ofOld, roots })),
            cacerts("west", tlsData({ own: ofNext, roots })),
            bundle("edge", roots),
            object("north", "core/v1:ConfigMap", "default/other", {
              data: trustBundle([next.cert]).data,
            }),
            object("north", "core/v1:Secret", "default/istio-ca-root-cert", { data: {} }),
          ],
          violations: [],
        };
      },
    },
    {
      title: "in which one signs with a root that others do not trust, or no more of its own",
      isKept: false,
      make: async () => {
        const { old, next, ofOld, ofNext } = await twoRoots();
        const both = [old.cert, next.cert];
        const root = (name: string, { cert }: { cert: string }) =>
          `leads to the root CN=${name} (SHA-256 ${fingerprintOf(cert)}), which`;
        const expected = "not trust, expected one that every cluster trusts";
        return {
          resources: [
            cacerts("east", istiodData({ own: ofOld, roots: [old.cert] })),
            cacerts("west", istiodData({ own: ofNext, roots: both })),
            bundle("west", both),
            bundle("west", [next.cert], "kube-system"),
            bundle("edge", both),
            bundle("wing", [old.cert]),
          ],
          violations: [
            `east/istio-system/cacerts: ${root("Old", old)} west does ${expected}`,
            `west/istio-system/cacerts: ${root("New", next)} east, wing do ${expected}`,
          ],
        };
      },
    },
  ],
  "same-roots-everywhere": [
    {
      title: "in which all trust the same, in any order, or of which nothing can be read",
      isKept: true,
      make: async () => {
        const { old, next, ofOld, ofNext } = await twoRoots();
        return {
          resources: [
            cacerts("east", istiodData({ own: ofOld, roots: [old.cert, next.cert] })),
            cacerts("west", istiodData({ own: ofNext, roots: [next.cert, old.cert] })),
            bundle("edge", [old.cert, next.cert]),
            cacerts("north", { "ca-cert.pem": "" }),
            bundle("south", ["nothing"]),
          ],
          violations: [],
        };
      },
    },
    {
      title: "in which a root is trusted by some",
      isKept: false,
      make: async () => {
        const { old, next, ofOld, ofNext } = await twoRoots();
        const both = [old.cert, next.cert];
        const root = (name: string, { cert }: { cert: string }) =>
          `it does not trust the root CN=${name} (SHA-256 ${fingerprintOf(cert)}), which`;
        return {
          resources: [
            cacerts("east", istiodData({ own: ofOld, roots: both })),
            cacerts("west", istiodData({ own: ofNext, roots: [next.cert] })),
            bundle("wing", [next.cert]),
            bundle("edge", both),
            bundle("edge", [old.cert], "kube-system"),
          ],
          violations: [
            `west: ${root("Old", old)} east, edge do`,
            `wing: ${root("Old", old)} east, edge do`,
            `edge: ${root("New", next)} east, west, wing do`,
          ],
        };
      },
    },
  ],
};
