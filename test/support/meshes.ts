import { type ClusterConfig, stackSchema, type StackConfig } from "../../stacks/schema";
import { stringify } from "yaml";

/** A cluster's place: its name and, for a mesh of several, its network. */
export type Place = readonly [name: string, network?: string];

export const oneCluster: readonly Place[] = [["east"]];
export const oneNetwork: readonly Place[] = [
  ["east", "net"],
  ["west", "net"],
];
export const twoNetworks: readonly Place[] = [
  ["east", "net-east"],
  ["west", "net-west"],
];
/** North and south reach each other directly. */
export const threeOnTwoNetworks: readonly Place[] = [
  ["north", "net-a"],
  ["east", "net-b"],
  ["south", "net-a"],
];

/** The least config that is valid, by key without the project's prefix, with other keys in place of its own. */
export function rawConfig(
  places: readonly Place[] = oneCluster,
  other: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    mesh: { id: "payments", version: "1.22.8" },
    clusters: places.map(([name, network]) => ({
      name,
      ...(network === undefined ? {} : { network }),
      kubeconfig: { path: `${name}.yaml` },
    })),
    ...other,
  };
}

/** The same, with its defaults. */
export function stackConfig(
  places: readonly Place[] = oneCluster,
  other: Readonly<Record<string, unknown>> = {},
): StackConfig {
  return stackSchema.parse(rawConfig(places, other));
}

/** A primary, as the config has it. */
export function primary(name: string, network?: string): ClusterConfig {
  return { name, network, kubeconfig: { path: `${name}.yaml` } };
}

/** What a kubeconfig says of one cluster; the context, the cluster and the user bear its name. */
export interface KubeconfigEntry {
  readonly name: string;
  readonly cluster?: Readonly<Record<string, unknown>>;
  readonly user?: Readonly<Record<string, unknown>>;
}

/** A kubeconfig; the first entry is the current context. */
export function kubeconfigText(...entries: readonly KubeconfigEntry[]): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": entries[0]?.name,
    clusters: entries.map(({ name, cluster }) => ({
      name,
      cluster: { server: `https://${name}.example:6443`, ...cluster },
    })),
    users: entries.map(({ name, user }) => ({ name, user: user ?? { token: `${name}-token` } })),
    contexts: entries.map(({ name }) => ({ name, context: { cluster: name, user: name } })),
  });
}

/** As kubeconfigs and Secrets hold it. */
export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
