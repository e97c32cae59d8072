import * as path from "node:path";
import type { ClusterConfig, KubeconfigSource } from "../stacks/cluster-schema";
import { defaultKubeconfig } from "../stacks/load-kubeconfig";
import { type ClusterAccess, readKubeconfig } from "../stacks/kubeconfig";
import { readTextFile } from "../stacks/read-text-file";
import type { CallPulumi } from "./stack-outputs";

/** A stack, as the command line knows it. */
export interface StackPlace {
  readonly stack: string;
  /** The project's. */
  readonly folder: string;
  /** Pulumi alone knows secrets and other stacks' outputs. */
  readonly call: CallPulumi;
}

/**
 * How to reach a cluster of a stack from the command line, or why it cannot be: without what the kubeconfig holds.
 */
export async function clusterAccess(
  { kubeconfig: source }: Pick<ClusterConfig, "kubeconfig">,
  place: StackPlace,
): Promise<ClusterAccess | { readonly problem: string }> {
  let text: string | { readonly problem: string };
  try {
    text = await kubeconfigText(source, place);
  } catch (error) {
    // Of several lines the first says which command it was, the last why it failed.
    return { problem: (error as Error).message.trim().split("\n").at(-1) ?? "" };
  }
  return typeof text === "string" ? readKubeconfig(text, source) : text;
}

function kubeconfigText(
  source: KubeconfigSource,
  { stack, folder, call }: StackPlace,
): Promise<string | { readonly problem: string }> {
  if ("secret" in source) {
    return call(["config", "get", source.secret, "--stack", stack]);
  }
  if ("stack" in source) {
    return call(["stack", "output", source.output, "--show-secrets", "--stack", source.stack]);
  }
  // The command may be run in any folder.
  return readTextFile("path" in source ? path.resolve(folder, source.path) : defaultKubeconfig());
}
