import * as fs from "node:fs/promises";
import * as path from "node:path";

/** The text of a file that the config names, or why it cannot be read. */
export async function readTextFile(file: string): Promise<string | { readonly problem: string }> {
  try {
    return await fs.readFile(path.resolve(file), "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const why = code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
    return { problem: `file "${file}" ${why}` };
  }
}
