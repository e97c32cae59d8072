/** A kind of object that a section makes, and that somebody else has to have brought to the cluster. */
export interface NeededKind {
  /** Of what asks for it in the config. */
  readonly path: string;
  /** `monitoring.coreos.com/v1` */
  readonly apiVersion: string;
  readonly kind: string;
  /** For people: what brings it, and where that is to be had. */
  readonly broughtBy: string;
}

/** What an API server says of one version of a group: https://kubernetes.io/docs/reference/using-api/api-concepts/#discovery-api */
export interface ServedKinds {
  readonly resources?: readonly { readonly kind: string }[];
}

/**
 * The needed kinds that a cluster does not have.
 * @param served by apiVersion; undefined for a version that it does not serve
 */
export function missingKinds(
  needed: readonly NeededKind[],
  served: ReadonlyMap<string, ServedKinds | undefined>,
): NeededKind[] {
  return needed.filter(({ apiVersion, kind }) => {
    const { resources = [] } = served.get(apiVersion) ?? {};
    return !resources.some((one) => one.kind === kind);
  });
}
