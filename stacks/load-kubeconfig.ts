import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { KubeconfigSource } from "./cluster-schema";
import type { ConfigProblem } from "./config-error";
import { type ClusterAccess, readKubeconfig } from "./kubeconfig";
import { missingSecret } from "./named-secrets";
import { readTextFile } from "./read-text-file";
import { whyUnreachable } from "./reachability";
import type { CheckedCluster } from "./topology-problems";

/** What became of a cluster's kubeconfig. */
export interface LoadedKubeconfig {
  readonly name: string;
  /** Of the kubeconfig in the config. */
  readonly path: string;
  /** Undefined if there is a problem. Secret. */
  readonly kubeconfig?: pulumi.Output<string>;
  /** Undefined while another stack has yet to make the kubeconfig. */
  readonly access?: ClusterAccess;
  readonly problem?: ConfigProblem;
}

/** Reads the kubeconfig of a cluster and asks whether the cluster is there, unless it is in maintenance. */
export async function loadKubeconfig(
  { path: clusterPath, cluster }: CheckedCluster,
  config: pulumi.Config,
): Promise<LoadedKubeconfig> {
  const { name, kubeconfig: source, maintenance } = cluster;
  const path = `${clusterPath}.kubeconfig`;
  const problem = (message: string): LoadedKubeconfig => ({
    name,
    path,
    problem: { path, message },
  });
  const text = await kubeconfigText(source, config);
  if (typeof text === "object") {
    return "problem" in text ? problem(text.problem) : { name, path, kubeconfig: text.unknown };
  }
  const access: ClusterAccess | { problem: string } = readKubeconfig(text, source);
  if ("problem" in access) {
    return problem(`${sourceName(source)} ${access.problem}`);
  }
  const unreachable = maintenance ? undefined : await whyUnreachable(access, clusterPath);
  return unreachable
    ? problem(unreachable)
    : { name, path, kubeconfig: pulumi.secret(access.kubeconfig), access };
}

type KubeconfigText =
  | string
  | { readonly problem: string }
  /** Another stack has not made it yet. */
  | { readonly unknown: pulumi.Output<string> };

async function kubeconfigText(
  source: KubeconfigSource,
  config: pulumi.Config,
): Promise<KubeconfigText> {
  if ("secret" in source) {
    return (
      config.get(source.secret) ?? {
        problem: missingSecret(source.secret),
      }
    );
  }
  if ("stack" in source) {
    const stack = new pulumi.StackReference(source.stack);
    const details: { value?: unknown; secretValue?: unknown } = await stack.getOutputDetails(
      source.output,
    );
    const found = details.value ?? details.secretValue;
    if (found === undefined) {
      return pulumi.runtime.isDryRun()
        ? { unknown: pulumi.secret(pulumi.output(pulumi.unknown)) as pulumi.Output<string> }
        : { problem: `stack "${source.stack}" has no output "${source.output}"` };
    }
    return typeof found === "string" ? found : JSON.stringify(found);
  }
  return readTextFile("path" in source ? source.path : defaultKubeconfig());
}

/** The file that kubectl would read: the first of KUBECONFIG, else ~/.kube/config. */
export function defaultKubeconfig(): string {
  const [first] = (process.env["KUBECONFIG"] ?? "").split(path.delimiter);
  return first ? first : path.join(os.homedir(), ".kube", "config");
}

/** What to call a kubeconfig's origin in an error. */
function sourceName(source: KubeconfigSource): string {
  if ("path" in source) {
    return `file "${source.path}"`;
  }
  if ("secret" in source) {
    return `secret "${source.secret}"`;
  }
  return "stack" in source
    ? `output "${source.output}" of stack "${source.stack}"`
    : "the kubeconfig";
}
