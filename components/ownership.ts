/**
 * Annotations of objects that belong to the stack alone. Server-side apply refuses to change a field that somebody
 * else has set since (a hand edit makes `kubectl-edit` its manager); for our own objects the stack wins, so that `up`
 * puts drift back. Source: https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/
 */
export const ownedByStack = { "pulumi.com/patchForce": "true" } as const;

/**
 * Label of what the stack takes over from Istio's operator. By it the operator knows what to delete when its IstioOperator
 * goes; the word is that of Istio's charts for objects that no IstioOperator owns.
 * Source: https://github.com/istio/istio/blob/1.22.0/operator/pkg/helmreconciler/prune.go
 */
export const ownedByNoOperator = {
  "install.operator.istio.io/owning-resource": "unknown",
} as const;
