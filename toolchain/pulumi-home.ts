import { existsSync } from "node:fs";
import { copyFile, link, mkdir, readdir, stat, symlink } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, join, sep } from "node:path";
import { cacheRoot, keyOf, moveIntoPlace, removeLeftovers, temporaryFor } from "./cache";
import { withLock } from "./lock";

/** A plugin and the file or folder that it is taken from. */
export interface PluginSource {
  readonly name: string;
  readonly version: string;
  /** An official plugin's folder, or the one binary that we built. */
  readonly path: string;
}

/** The user's own PULUMI_HOME. We read plugins from it and never write to it. */
export function userPulumiHome(): string {
  const home = process.env.PULUMI_HOME ?? "";
  // Below a pulumi that we started the variable names our own home.
  return home === "" || isOurs(home) ? join(homedir(), ".pulumi") : home;
}

/** Whether a path lies in the cache of this project. */
export function isOurs(path: string): boolean {
  return path.startsWith(cacheRoot() + sep);
}

/** The name of a resource plugin's folder in any PULUMI_HOME. */
export function pluginFolder({ name, version }: Omit<PluginSource, "path">): string {
  return `resource-${name}-v${version}`;
}

/**
 * A PULUMI_HOME with exactly these binaries and plugins. Its name is a hash of them, so that neither
 * the user's other projects nor a checkout with different pins ever meets them.
 */
export async function pulumiHome(
  binaries: readonly string[],
  plugins: readonly PluginSource[],
): Promise<string> {
  const root = join(cacheRoot(), "pulumi");
  const key = keyOf(
    ...binaries,
    ...plugins.flatMap((plugin) => [pluginFolder(plugin), plugin.path]),
  );
  const home = join(root, key);
  if (existsSync(home)) {
    return home;
  }
  await mkdir(root, { recursive: true });
  const { signal } = new AbortController();
  await withLock(home, { signal, onWait: () => undefined }, async () => {
    await removeLeftovers(home);
    const temporary = temporaryFor(home);
    await fill(temporary, binaries, plugins);
    // The selected stack of each project is kept here, and must outlive a change of pins.
    await mkdir(join(root, "workspaces"), { recursive: true });
    await symlink(join(root, "workspaces"), join(temporary, "workspaces"));
    await moveIntoPlace(temporary, home);
  });
  return home;
}

async function fill(
  home: string,
  binaries: readonly string[],
  plugins: readonly PluginSource[],
): Promise<void> {
  await mkdir(join(home, "bin"), { recursive: true });
  // The language host counts as the engine's own only in the folder of the engine's real file, and
  // the engine warns about any other: a symlink would be followed, so a hard link it is.
  await Promise.all(binaries.map((file) => linkFile(file, join(home, "bin", basename(file)))));
  await Promise.all(plugins.map((plugin) => addPlugin(plugin, join(home, "plugins"))));
}

async function addPlugin(plugin: PluginSource, plugins: string): Promise<void> {
  // The engine skips a plugin folder that is a symlink itself, but follows links inside a real one.
  const folder = join(plugins, pluginFolder(plugin));
  await mkdir(folder, { recursive: true });
  if ((await stat(plugin.path)).isFile()) {
    await symlink(plugin.path, join(folder, `pulumi-resource-${plugin.name}`));
    return;
  }
  const entries = await readdir(plugin.path);
  await Promise.all(entries.map((name) => symlink(join(plugin.path, name), join(folder, name))));
}

async function linkFile(from: string, to: string): Promise<void> {
  // Some file systems have no hard links.
  await link(from, to).catch(() => copyFile(from, to));
}
