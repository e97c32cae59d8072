/**
 * Whether what a config gives to clusters is on one of them.
 * @param clusters that it names; undefined means all
 */
export function isOn(cluster: string, clusters: readonly string[] | undefined): boolean {
  return clusters?.includes(cluster) ?? true;
}

/** Whether two of them are on one cluster together. @param names of the mesh's clusters */
export function meet(
  names: readonly string[],
  one: readonly string[] | undefined,
  other: readonly string[] | undefined,
): boolean {
  return names.some((name) => isOn(name, one) && isOn(name, other));
}
