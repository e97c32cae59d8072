import * as fs from "node:fs/promises";

/** Whether there is a file or a folder at a path. */
export async function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}
