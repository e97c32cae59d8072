import { setTimeout as sleep } from "node:timers/promises";

const SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs `work` with a signal that ends when this process is told to end. Only after `work` has
 * cleaned up, the process ends by that same signal, so that a caller sees how it ended.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  const handler = (name: NodeJS.Signals): void => {
    received ??= name;
    controller.abort(new Error(`interrupted by ${name}, run it again to go on`));
  };
  SIGNALS.forEach((name) => process.on(name, handler));
  try {
    return await work(controller.signal);
  } finally {
    SIGNALS.forEach((name) => process.removeListener(name, handler));
    if (received) {
      process.kill(process.pid, received);
      // The signal arrives in a later turn of the event loop; who waits for us must not print first.
      await sleep(500);
    }
  }
}
