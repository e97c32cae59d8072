import type * as pulumi from "@pulumi/pulumi";

/** What has to be there before a resource is made. */
export interface Prerequisites {
  /** They also stay until it is gone: Pulumi deletes in the opposite order. */
  readonly dependsOn: readonly pulumi.Resource[];
  /**
   * They only come first, and are gone first if they like. A remote's secret in its primary is such a one: the remote's
   * webhook, and with it its gateway, works only when it is there; but a cluster that leaves has to be forgotten by
   * istiod before its gateway goes. See docs/adr/0009-order-of-joining-and-leaving.md.
   */
  readonly awaits?: readonly pulumi.Resource[];
}

/**
 * The value of the option `dependsOn` for a resource with these prerequisites.
 * @param others further resources that it depends on
 */
export async function order(
  { dependsOn, awaits = [] }: Prerequisites,
  ...others: readonly pulumi.Resource[]
): Promise<pulumi.Resource[]> {
  // A resource's URN is known when it has been made, in a preview when it has been planned.
  await Promise.all(awaits.map((one) => new Promise((resolve) => one.urn.apply(resolve))));
  return [...dependsOn, ...others];
}
