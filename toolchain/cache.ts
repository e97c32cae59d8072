import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { open, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, isAbsolute, join } from "node:path";

/** The folder for all that can be made again. Shared by every checkout of this user. */
export function cacheRoot(): string {
  const xdg = process.env.XDG_CACHE_HOME ?? "";
  // The XDG specification says that a relative path is to be ignored.
  return join(isAbsolute(xdg) ? xdg : join(homedir(), ".cache"), "istio-mesh");
}

/** Twelve hex digits that change when any of the values does. */
export function keyOf(...values: readonly string[]): string {
  // JSON keeps the values apart: without it, "ab","c" and "a","bc" would be one key.
  return createHash("sha256").update(JSON.stringify(values)).digest("hex").slice(0, 12);
}

/** All files below a folder as `path content` pairs in a fixed order, for {@link keyOf}. */
export function filesBelow(folder: string, accept: (name: string) => boolean): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && accept(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .flatMap((file) => [file.slice(folder.length), readFileSync(file, "utf8")]);
}

/** The size of a file, or of all that lies below a folder, in bytes. */
export function sizeOf(path: string): number {
  const own = statSync(path);
  return own.isDirectory()
    ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
    : own.size;
}

/** A name for work in progress. It never equals the final one, so a dead run's work is never trusted. */
export function temporaryFor(folder: string): string {
  return `${folder}.tmp-${process.pid}-${randomUUID().slice(0, 8)}`;
}

/** Removes what dead runs left beside `folder`. Only for the holder of the lock of `folder`. */
export async function removeLeftovers(folder: string): Promise<void> {
  const siblings = await readdir(dirname(folder));
  const prefix = `${basename(folder)}.tmp-`;
  const dead = siblings.filter((name) => name.startsWith(prefix));
  await Promise.all(
    dead.map((name) => rm(join(dirname(folder), name), { recursive: true, force: true })),
  );
}

/** Moves a finished folder into place in one step; a run that was faster keeps its own. */
export async function moveIntoPlace(temporary: string, folder: string): Promise<void> {
  try {
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (!existsSync(folder)) {
      throw error;
    }
  }
}

/** Waits until the bytes of a file or folder are on the disk: else a power cut after the rename leaves an empty file. */
export async function flush(file: string): Promise<void> {
  const handle = await open(file, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
