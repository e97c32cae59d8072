import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** A folder for one test. */
export function temporaryFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), "sandbox-"));
}

export function remove(folder: string): void {
  fs.rmSync(folder, { recursive: true, force: true });
}

/** Waits until `condition` holds. @throws Error saying what did not come */
export async function eventually(
  what: string,
  condition: () => boolean,
  timeoutMs = 5_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error(`never came: ${what}`);
    }
    await sleep(10);
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
