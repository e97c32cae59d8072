import { copyFile, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { goIn, moduleFolder, withPin } from "./go";
import type { Making } from "./making";
import type { FoldersPart } from "./part";

/** Copies folders of a Go module out of the module cache; they lie in the one that stands for the binary. */
export async function copyFolders(part: FoldersPart, making: Making): Promise<void> {
  const source = await withPin(part, making);
  making.report("downloading the module");
  const module = await moduleFolder(goIn(source, part, making), part.module);
  making.report("copying");
  for (const [name, folder] of Object.entries(part.folders)) {
    await copyFolder(join(module, folder), join(making.binary, name));
  }
}

/** Node's own `cp` keeps the module cache's permissions, with which nobody can remove the copy. */
async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const copy = entry.isDirectory() ? copyFolder : copyFile;
    await copy(join(from, entry.name), join(to, entry.name));
  }
}
