import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { loadConfig } from "../../stacks/config";
import { ConfigError } from "../../stacks/config-error";

/** Outputs of the stacks that a config may refer to, by the stack's name. */
export type OtherStacks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Runs what follows as the program of a stack.
 * @returns what is registered from then on
 */
export async function useStackMocks(
  otherStacks: OtherStacks = {},
  { preview = false }: { preview?: boolean } = {},
): Promise<string[]> {
  const registered: string[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        registered.push(`${type} ${name}`);
        const outputs = otherStacks[name] ?? {};
        const secretOutputNames = Object.keys(outputs);
        return { id: name, state: { ...(inputs as object), outputs, secretOutputNames } };
      },
      call: () => ({}),
    },
    "istio-mesh",
    "test",
    preview,
  );
  return registered;
}

/**
 * Sets the config to a mesh of clusters with these kubeconfigs, named c0, c1 and so on.
 * @param more what else it says of each of them
 */
export function configure(
  kubeconfigs: readonly object[],
  other: Readonly<Record<string, string>> = {},
  more: readonly object[] = [],
): void {
  const clusters = kubeconfigs.map((kubeconfig, at) => ({
    name: `c${at}`,
    network: "net",
    kubeconfig,
    ...more[at],
  }));
  const mesh = JSON.stringify({ id: "payments", version: "1.22.8" });
  const own = { mesh, clusters: JSON.stringify(clusters), ...other };
  const keyed = Object.entries(own).map(([key, value]) => [`istio-mesh:${key}`, value] as const);
  pulumi.runtime.setAllConfig({ "kubernetes:context": "x", ...Object.fromEntries(keyed) });
}

/** The problems of the config that has been set, as the error prints them. */
export async function loadProblems(): Promise<string[]> {
  const error: unknown = await loadConfig().then(
    () => assert.fail("the config is fine"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ConfigError, String(error));
  return error.problems.map((one) => `${one.path}: ${one.message}`);
}
