import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { apiServerWarnings } from "./api-server";
import { ConfigError, type ConfigProblem } from "./config-error";
import { type ClusterAccess, readKubeconfig } from "./kubeconfig";
import { whyUnreachable } from "./reachability";
import { repeated } from "./repeated";
import type { KubeconfigSource } from "./cluster-schema";
import type { StackConfig } from "./schema";
import type { CheckedCluster } from "./topology-problems";
import { validate } from "./validate";

/** A stack's config, checked, with the kubeconfig of every cluster. */
export interface LoadedConfig {
  readonly config: StackConfig;
  /** By cluster name; secret. A kubeconfig that another stack has yet to make is unknown in a preview. */
  readonly kubeconfigs: ReadonlyMap<string, pulumi.Output<string>>;
  /** What will hardly work, though it is no error. */
  readonly warnings: readonly ConfigProblem[];
}

const objectKeys = ["mesh", "clusters", "certificates", "eastWestGateway"];

/**
 * Reads the stack's config, the only place that does, and asks every cluster whether it is there.
 * @throws ConfigError that names every problem; nothing has been created then
 */
export async function loadConfig(): Promise<LoadedConfig> {
  const config = new pulumi.Config();
  const prefix = `${config.name}:`;
  const problems: ConfigProblem[] = [];
  const raw = readObjects(config, prefix, problems);
  const validation = validate(raw, prefix);
  // What cannot be read at all is not missing as well.
  const unreadable = problems.map((one) => one.path);
  problems.push(...validation.problems.filter((one) => !unreadable.includes(one.path)));
  const loaded = await Promise.all(validation.clusters.map((one) => loadKubeconfig(one, config)));
  problems.push(...loaded.flatMap((one) => one.problem ?? []), ...repeatedServers(loaded));
  if (validation.config === undefined || problems.length > 0) {
    throw new ConfigError(problems);
  }
  const found = loaded.flatMap(({ name, kubeconfig }) =>
    kubeconfig ? [[name, kubeconfig] as const] : [],
  );
  const servers = loaded.flatMap(({ name, server }) => (server ? [[name, server] as const] : []));
  return {
    config: validation.config,
    kubeconfigs: new Map(found),
    warnings: apiServerWarnings(validation.config, new Map(servers), prefix),
  };
}

/** The config's objects, and its unknown keys: a key that no cluster names as its secret is a slip. */
function readObjects(
  config: pulumi.Config,
  prefix: string,
  problems: ConfigProblem[],
): Record<string, unknown> {
  const raw: Record<string, unknown> = {};
  for (const key of objectKeys) {
    const text = config.get(key);
    if (text !== undefined) {
      try {
        raw[key] = JSON.parse(text);
      } catch {
        problems.push({
          path: prefix + key,
          message: "is a plain value, expected an object or a list",
        });
      }
    }
  }
  const clusters = Array.isArray(raw["clusters"]) ? (raw["clusters"] as unknown[]) : [];
  const secrets = clusters.map(
    (one) => (one as { kubeconfig?: { secret?: unknown } } | null)?.kubeconfig?.secret,
  );
  for (const name of Object.keys(pulumi.runtime.allConfig())) {
    const key = name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
    if (key !== undefined && !objectKeys.includes(key) && !secrets.includes(key)) {
      const expected = `${objectKeys.join(", ")}, or a secret that a cluster's kubeconfig.secret names`;
      problems.push({ path: name, message: `unknown key, expected ${expected}` });
    }
  }
  return raw;
}

interface LoadedKubeconfig {
  readonly name: string;
  readonly path: string;
  readonly kubeconfig?: pulumi.Output<string>;
  /** URL of the API server; undefined while another stack has yet to make the kubeconfig. */
  readonly server?: string;
  readonly problem?: ConfigProblem;
}

async function loadKubeconfig(
  { path: clusterPath, cluster }: CheckedCluster,
  config: pulumi.Config,
): Promise<LoadedKubeconfig> {
  const { name, kubeconfig: source } = cluster;
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
  const unreachable = await whyUnreachable(access);
  return unreachable
    ? problem(unreachable)
    : { name, path, kubeconfig: pulumi.secret(access.kubeconfig), server: access.server };
}

/** Clusters that are one and the same: what the one makes the other would take for its own. */
function repeatedServers(loaded: readonly LoadedKubeconfig[]): ConfigProblem[] {
  return repeated(loaded.map((one) => one.server)).map(({ at, text, first }) => ({
    path: loaded[at]?.path ?? "",
    message: `leads to ${text}, as that of cluster "${loaded[first]?.name ?? ""}" does; give each cluster of the mesh an API server of its own`,
  }));
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
        problem: `there is no config key "${source.secret}", make it: pulumi config set --secret ${source.secret} < FILE`,
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
  const file = "path" in source ? path.resolve(source.path) : defaultKubeconfig();
  try {
    return await fs.readFile(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const why = code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
    return { problem: `file "${"path" in source ? source.path : file}" ${why}` };
  }
}

function defaultKubeconfig(): string {
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
