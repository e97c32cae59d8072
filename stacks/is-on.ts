/**
 * Whether what a config gives to clusters is on one of them.
 * @param clusters that it names; undefined means all
 */
export function isOn(cluster: string, clusters: readonly string[] | undefined): boolean {
  return clusters?.includes(cluster) ?? true;
}
