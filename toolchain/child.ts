import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

const TAIL_LINES = 30;
const GRACE_MS = 3_000;

export interface GroupOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Ends the child and everything that it started. */
  readonly signal: AbortSignal;
  /** Called with each line of stderr. */
  readonly onLine?: (line: string) => void;
  /** Called with each line of stdout. */
  readonly onOutput?: (line: string) => void;
}

export interface GroupResult {
  readonly code: number | null;
  readonly stdout: string;
  /** The last lines of stderr. */
  readonly tail: readonly string[];
}

/** Runs a command in a process group of its own, so that ending it leaves no grandchild behind. */
export async function runGroup(
  command: string,
  args: readonly string[],
  { cwd, env, signal, onLine, onOutput }: GroupOptions,
): Promise<GroupResult> {
  signal.throwIfAborted();
  const stdio: StdioOptions = ["ignore", "pipe", "pipe"];
  const child = spawn(command, args, { cwd, env, stdio, detached: true });
  const stdout: string[] = [];
  const tail: string[] = [];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => stdout.push(text));
  if (child.stdout && onOutput) {
    createInterface({ input: child.stdout }).on("line", onOutput);
  }
  if (child.stderr) {
    createInterface({ input: child.stderr }).on("line", (line) => {
      tail.push(line);
      tail.splice(0, tail.length - TAIL_LINES);
      onLine?.(line);
    });
  }
  const stop = (): void => void endGroup(child);
  const kill = (): void => signalGroup(child, "SIGKILL");
  signal.addEventListener("abort", stop);
  process.once("exit", kill);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    signal.throwIfAborted();
    return { code, stdout: stdout.join(""), tail };
  } finally {
    signal.removeEventListener("abort", stop);
    process.removeListener("exit", kill);
  }
}

/** Like {@link runGroup}; undefined if there is no such command, or it cannot be run. */
export async function runIfThere(
  command: string,
  args: readonly string[],
  options: GroupOptions,
): Promise<GroupResult | undefined> {
  try {
    return await runGroup(command, args, options);
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof Error && "code" in error) {
      return undefined;
    }
    throw error;
  }
}

async function endGroup(child: ChildProcess): Promise<void> {
  // An interrupted compiler driver removes its own temporary files; a killed one does not.
  signalGroup(child, "SIGINT");
  await sleep(GRACE_MS, undefined, { ref: false });
  signalGroup(child, "SIGKILL");
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) {
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // ESRCH: the whole group has ended already.
  }
}

/** A command as a person can type it. */
export function commandLine(command: string, args: readonly string[]): string {
  return [command, ...args.map((arg) => (/^[\w./:=@-]+$/.test(arg) ? arg : `'${arg}'`))].join(" ");
}

/** Runs a command in this terminal and returns the exit code to pass on. */
export async function runInTerminal(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const child = spawn(command, args, { env, stdio: "inherit" });
  const forward = (signal: NodeJS.Signals): void => {
    // A terminal sends Ctrl-C to the child as well, and two of them make pulumi give up at once
    // instead of ending the update cleanly.
    if (signal !== "SIGINT" || !hasTerminal()) {
      child.kill(signal);
    }
  };
  const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  signals.forEach((signal) => process.on(signal, forward));
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) =>
        resolve(code ?? 128 + (signal ? constants.signals[signal] : 1)),
      );
    });
  } finally {
    signals.forEach((signal) => process.removeListener(signal, forward));
  }
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}
