import { existsSync, statSync } from "node:fs";
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runGroup } from "./child";
import { cacheRoot, moveIntoPlace, removeLeftovers, temporaryFor } from "./cache";
import { withLock } from "./lock";
import { pluginFolder, userPulumiHome } from "./pulumi-home";
import { writeLine } from "./reporter";

const QUIET_MS = 20_000;
const RETRY_MS = 24 * 60 * 60 * 1000;

/** A plugin by the version of its npm package: the engine wants the very same. */
export interface Plugin {
  readonly name: "kubernetes" | "tls" | "random";
  readonly version: string;
}

/**
 * The folder of the official plugin: the user's own, else one that pulumi downloads into our cache.
 * `undefined` when it cannot be had; that is remembered for a day, because finding out takes seconds.
 */
export async function officialPlugin(
  cli: string,
  plugin: Plugin,
  signal: AbortSignal,
): Promise<string | undefined> {
  const folder = pluginFolder(plugin);
  const users = join(userPulumiHome(), "plugins", folder);
  // The engine leaves this file beside a download that it has not finished.
  if (existsSync(users) && !existsSync(`${users}.partial`)) {
    return users;
  }
  const store = join(cacheRoot(), "official", folder);
  const installed = join(store, "plugins", folder);
  if (existsSync(installed)) {
    return installed;
  }
  if (failedLately(store)) {
    return undefined;
  }
  const onWait = (holder: string): void => {
    writeLine(`waiting for ${holder}, which tries the official plugin ${plugin.name}`);
  };
  return withLock(store, { signal, onWait }, async (held) => {
    if (existsSync(installed)) {
      return installed;
    }
    if (!failedLately(store)) {
      await removeLeftovers(store);
      await download(cli, plugin, store, held);
    }
    return existsSync(installed) ? installed : undefined;
  });
}

function failedLately(store: string): boolean {
  const failed = statSync(`${store}.failed`, { throwIfNoEntry: false });
  return failed !== undefined && Date.now() - failed.mtimeMs < RETRY_MS;
}

async function download(
  cli: string,
  { name, version }: Plugin,
  store: string,
  signal: AbortSignal,
): Promise<void> {
  const home = temporaryFor(store);
  await mkdir(join(home, "tmp"), { recursive: true });
  const stuck = abortWhenQuiet(home);
  try {
    // The engine downloads to TMPDIR: there we see whether anything arrives.
    const TMPDIR = join(home, "tmp");
    const env = { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true", TMPDIR };
    const args = ["plugin", "install", "resource", name, version];
    const either = AbortSignal.any([signal, stuck.signal]);
    const { code } = await runGroup(cli, args, { cwd: home, env, signal: either });
    if (code === 0) {
      await moveIntoPlace(home, store);
      writeLine(`official plugin ${name} ${version} installed`);
      return;
    }
  } catch (error) {
    if (!stuck.signal.aborted) {
      throw error;
    }
  } finally {
    stuck.end();
    await rm(home, { recursive: true, force: true });
  }
  await writeFile(`${store}.failed`, "");
  writeLine(`official plugin ${name} ${version} cannot be downloaded here, next try in a day`);
}

/** A download may take its time as long as it moves; a network that swallows everything may not. */
function abortWhenQuiet(folder: string): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  let size = 0;
  let moved = Date.now();
  const timer = setInterval(() => {
    void sizeOf(folder).then((now) => {
      moved = now === size ? moved : Date.now();
      size = now;
      if (Date.now() - moved > QUIET_MS) {
        controller.abort(new Error(`nothing arrived in ${QUIET_MS / 1000} s`));
      }
    });
  }, 1_000);
  return { signal: controller.signal, end: () => clearInterval(timer) };
}

async function sizeOf(folder: string): Promise<number> {
  // Files come and go while the engine works; what is gone has no size.
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = names.map((name) =>
    stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
