// The twin of `runInTerminal` in child.ts, for the time before there is a TypeScript loader.
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Runs a command in this terminal and returns the exit code to pass on. */
export function runInTerminal(command, args, stdio, cwd) {
  const child = spawn(command, args, { stdio, cwd });
  const forward = (signal) => {
    // A terminal sends Ctrl-C to the child as well, and two of them make some tools give up at once.
    if (signal !== "SIGINT" || !hasTerminal()) {
      child.kill(signal);
    }
  };
  SIGNALS.forEach((signal) => process.on(signal, forward));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      SIGNALS.forEach((name) => process.removeListener(name, forward));
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

function hasTerminal() {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}
