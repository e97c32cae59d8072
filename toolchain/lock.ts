import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lock } from "proper-lockfile";

/** A lock counts as abandoned when its holder has not touched it for this long. */
const STALE_MS = 10_000;
const POLL_MS = 300;

export interface LockOptions {
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** Called once when another run holds the lock, with its description of itself. */
  readonly onWait: (holder: string) => void;
}

/**
 * Runs `work` while this process holds the lock `path`, over all processes of the machine.
 * The signal handed to `work` also ends when the lock is lost, as after a long suspension.
 */
export async function withLock<T>(
  path: string,
  options: LockOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const lost = new AbortController();
  const release = await acquire(path, options, (error) => lost.abort(error));
  const owner = ownerFile(path);
  try {
    await writeFile(owner, `process ${process.pid} since ${new Date().toTimeString().slice(0, 8)}`);
    return await work(AbortSignal.any([options.signal, lost.signal]));
  } finally {
    if (!lost.signal.aborted) {
      await rm(owner, { force: true });
      await release();
    }
  }
}

async function acquire(
  path: string,
  { signal, onWait }: LockOptions,
  onCompromised: (error: Error) => void,
): Promise<() => Promise<void>> {
  let told = false;
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await lock(path, { realpath: false, stale: STALE_MS, update: 2_000, onCompromised });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ELOCKED")) {
        throw error;
      }
    }
    if (!told) {
      const holder = await readFile(ownerFile(path), "utf8").catch(() => "");
      // Between taking the lock and describing itself the holder needs a moment.
      told = holder !== "" || attempt > 0;
      if (told) {
        onWait(holder || "another run");
      }
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}

// Beside the lock and not in it: proper-lockfile's lock is a folder that must stay empty.
function ownerFile(path: string): string {
  return `${path}.owner`;
}
