/** What a new edition of a cluster's intermediate makes and takes away. */
export const editions = (cluster: string, from: string, to: string): string[] =>
  [
    ["create", to],
    ["delete", from],
  ].flatMap(([op = "", edition = ""]) =>
    ["", "-key", "-request"].map((part) => `${op} ${cluster}-intermediate-ca-${edition}${part}`),
  );

/** What changes on every cluster when its workloads are told to trust other roots. */
export const trustBundles = (...clusters: readonly string[]): string[] =>
  clusters.flatMap((name) =>
    ["default", "kube-system"].map((one) => `update ${name}-trust-bundle-${one}`),
  );

/** What restarts on a primary when istiod is told to allow several roots, or no longer. */
export const restarts = (...clusters: readonly string[]): string[] =>
  clusters.flatMap((name) => [`update ${name}-control-plane`, `update ${name}-istiod-rollout`]);

export const cacerts = (...clusters: readonly string[]): string[] =>
  clusters.map((name) => `update ${name}-intermediate-ca-cacerts`);

export const gateways = (...clusters: readonly string[]): string[] =>
  clusters.map((name) => `update ${name}-gateway-deployment`);
