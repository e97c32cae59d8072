/**
 * Annotations of objects that belong to the stack alone. Server-side apply refuses to change a field that somebody
 * else has set since (a hand edit makes `kubectl-edit` its manager); for our own objects the stack wins, so that `up`
 * puts drift back. Source: https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/
 */
export const ownedByStack = { "pulumi.com/patchForce": "true" } as const;
