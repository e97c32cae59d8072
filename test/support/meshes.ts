import { stringify } from "yaml";
import type { ClusterConfig } from "../../stacks/cluster-schema";
import { stackSchema, type StackConfig } from "../../stacks/schema";

/** A cluster's place: its name, for a mesh of several its network, and what else its config says. */
export type Place = readonly [
  name: string,
  network?: string | undefined,
  other?: Readonly<Record<string, unknown>>,
];

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
/** East serves edge. */
export const remoteOnOneNetwork: readonly Place[] = [
  ["east", "net"],
  ["edge", "net", { primary: "east" }],
];
export const remoteOnTwoNetworks: readonly Place[] = [
  ["east", "net-east"],
  ["edge", "net-edge", { primary: "east" }],
];
/** Two primaries, one of which serves edge, each cluster on a network of its own. */
export const remoteOfOneOfTwo: readonly Place[] = [...remoteOnTwoNetworks, ["west", "net-west"]];

/** The least config that is valid, by key without the project's prefix, with other keys in place of its own. */
export function rawConfig(
  places: readonly Place[] = oneCluster,
  other: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    mesh: { id: "payments", version: "1.22.8" },
    clusters: places.map(([name, network, more]) => ({
      name,
      ...(network === undefined ? {} : { network }),
      kubeconfig: { path: `${name}.yaml` },
      ...more,
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

/** The clusters of such a config. */
export function clustersOf(places: readonly Place[]): readonly ClusterConfig[] {
  return stackConfig(places).clusters;
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
