import { peersOf, watchedBy } from "../../seen/remote-secrets";
import type { StackRule } from "../../rule";

const source = "https://istio.io/latest/docs/setup/install/multicluster/multi-primary/";

/** Whom a primary watches in this product, stacks/topology.ts says: all others, those that others serve too. */
export const meshComplete: StackRule = {
  name: "remote-secrets-complete",
  description: "Every primary has a remote secret of every other cluster of the stack",
  why: "Of a cluster without one istiod knows no endpoint: calls to it fail, or stay within a part of the mesh.",
  remediation:
    "let the stack make them, by clusters[], or add what is missing by istioctl create-remote-secret",
  severity: "high",
  level: "mandatory",
  source,
  checkStack: (stack) => {
    const peers = peersOf(stack);
    return peers
      .filter((one) => one.isPrimary)
      .flatMap(({ cluster }) => {
        const { found, undecided } = watchedBy(stack, cluster);
        const watched = found.flatMap((one) => one.clusters);
        const missing = peers.filter(
          (one) =>
            one.cluster !== cluster &&
            one.isDecided &&
            !one.names.some((name) => watched.includes(name)),
        );
        const keys = missing.map(({ names }) => names.join(" or "));
        return undecided.length > 0 || keys.length === 0
          ? []
          : [
              {
                message: `no Secret with the label istio/multiCluster: "true" has the key ${keys.join(", ")}, expected one of each other cluster`,
                about: { cluster },
              },
            ];
      });
  },
};

export const keysName: StackRule = {
  name: "remote-secrets-name-others",
  description: "Each key of a remote secret is the name of another cluster",
  why: "By the key istiod knows whose endpoints they are: it passes over its own name, and endpoints of another name are in no cluster that proxies know.",
  remediation:
    "make the key what the control plane of that cluster has for clusterName, which is the name in clusters[]",
  severity: "high",
  level: "mandatory",
  source,
  checkStack: (stack) => {
    const peers = peersOf(stack);
    const members = peers.map((one) => one.cluster);
    // A preview may not know yet that they are members too.
    const strangers = stack.objects
      .map((one) => one.cluster)
      .filter((one) => !members.includes(one));
    return peers
      .filter((one) => one.isPrimary)
      .flatMap((own) => {
        const names = peers.flatMap((one) => (one === own ? [] : one.names));
        return watchedBy(stack, own.cluster).found.flatMap(({ object, clusters }) =>
          clusters.flatMap((key) => {
            if (names.includes(key) || strangers.includes(key)) {
              return [];
            }
            const is = own.names.includes(key)
              ? "is the cluster's own name, which istiod passes over"
              : "is no cluster's name";
            return [
              {
                message: `the key ${key} ${is}, expected ${names.length > 0 ? `one of ${names.join(", ")}` : "none, there is no other cluster"}`,
                about: object,
              },
            ];
          }),
        );
      });
  },
};
