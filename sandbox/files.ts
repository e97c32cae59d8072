import * as fs from "node:fs";
import * as path from "node:path";

/** Writes a file so that a reader sees the old or the new content, never a part; the folder is made. */
export function writeFileAtomically(file: string, content: string, mode = 0o600): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const next = `${file}.${process.pid}.tmp`;
  fs.writeFileSync(next, content, { mode });
  fs.renameSync(next, file);
}

/** Reads a JSON file; undefined when there is none. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}
