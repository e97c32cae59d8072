import { delimiter, join } from "node:path";
import { interruptible } from "./interrupt";
import { officialPlugin, type Plugin } from "./official-plugin";
import { ensureParts, PARTS } from "./parts";
import { findCli } from "./pulumi-cli";
import { pulumiHome, type PluginSource } from "./pulumi-home";

/** A Pulumi CLI that works, and the environment to start it in. */
export interface Pulumi {
  readonly cli: string;
  readonly env: Record<string, string>;
}

/**
 * The Pulumi CLI with its language host and the plugins of this program: the user's own where they
 * work, the official ones where they can be downloaded, else built here. The environment has a
 * PULUMI_HOME of our own, so that a stand-in never leaks into another project.
 */
export async function ensurePulumi(): Promise<Pulumi> {
  const path = process.env.PATH ?? "";
  const users = await findCli(path);
  const binaries = users === undefined ? await builtBinaries() : [];
  const [built] = binaries;
  const plugins = await pluginSources(users ?? built ?? "pulumi");
  const home = await pulumiHome(binaries, plugins);
  const bin = join(home, "bin");
  return {
    cli: users ?? join(bin, "pulumi"),
    env: {
      PULUMI_HOME: home,
      PATH: users === undefined ? [bin, path].join(delimiter) : path,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // All plugins are there; looking for others costs every preview 2.5 seconds.
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    },
  };
}

async function builtBinaries(): Promise<string[]> {
  const parts = await ensureParts(["pulumi", "pulumi-language-nodejs"]);
  return [parts.pulumi, parts["pulumi-language-nodejs"]];
}

async function pluginSources(cli: string): Promise<PluginSource[]> {
  const plugins = (["kubernetes", "tls", "random"] as const).map((name): Plugin => {
    return { name, version: PARTS[`pulumi-resource-${name}`].version };
  });
  const official = await interruptible((signal) =>
    Promise.all(
      plugins.map(async (plugin) => ({ plugin, path: await officialPlugin(cli, plugin, signal) })),
    ),
  );
  const missing = official
    .filter(({ path }) => path === undefined)
    .map(({ plugin }) => `pulumi-resource-${plugin.name}` as const);
  const built = await ensureParts(missing);
  return official.map(({ plugin, path }) => ({
    ...plugin,
    path: path ?? built[`pulumi-resource-${plugin.name}`],
  }));
}
