import { randomUUID } from "node:crypto";
import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimes,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const STALE_MS = 10_000;

/**
 * Waits for a lock and returns the function that releases it. The lock is a folder, because making
 * one either works or does not; its holder touches it, and one that nobody has touched for ten
 * seconds is of a run that was killed.
 */
export async function acquireLock(lock, onWait) {
  mkdirSync(dirname(lock), { recursive: true });
  const mine = `${process.pid} ${randomUUID()}`;
  let seen;
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== "EEXIST") {
        throw error;
      }
    }
    // Only what stays the same while we watch is stale: the holder may have slept just as we have.
    const now = lockState(lock);
    if (now !== undefined && now.holder !== seen?.holder) {
      onWait(now.holder.split(" ")[0]);
    }
    if (now === undefined || now.holder !== seen?.holder || now.touched !== seen.touched) {
      seen = now && { ...now, since: Date.now() };
    } else if (Date.now() - seen.since > STALE_MS) {
      removeStale(lock, seen.holder);
    }
    await sleep(200);
  }
  writeFileSync(join(lock, "holder"), mine);
  const touch = () => utimes(lock, new Date(), new Date(), () => undefined);
  const heartbeat = setInterval(touch, 2_000);
  return () => {
    clearInterval(heartbeat);
    if (lockState(lock)?.holder === mine) {
      rmSync(lock, { recursive: true, force: true });
    }
  };
}

function lockState(lock) {
  try {
    const touched = statSync(lock).mtimeMs;
    return { touched, holder: holderOf(lock) };
  } catch {
    return undefined;
  }
}

function holderOf(lock) {
  try {
    return readFileSync(join(lock, "holder"), "utf8");
  } catch {
    // Its holder has not come to writing it yet, or was killed before.
    return "unknown";
  }
}

function removeStale(lock, holder) {
  // Of two that find it stale one renames it first; if the other then caught the new lock, it gives
  // it back.
  const aside = `${lock}.stale-${process.pid}`;
  try {
    renameSync(lock, aside);
    if (holderOf(aside) === holder) {
      rmSync(aside, { recursive: true, force: true });
    } else {
      renameSync(aside, lock);
    }
  } catch {
    // Somebody else was faster.
  }
}
