import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { readJson, writeFileAtomically } from "./files";
import type { SandboxLayout } from "./layout";
import { isAlive, startTicks } from "./processes";
import type { SandboxStatus } from "./status";

const pollMs = 100;
const startTimeoutMs = 30_000;
const endTimeoutMs = 30_000;

/** What the supervisor last said; undefined when none runs. */
export function runningStatus(layout: SandboxLayout): SandboxStatus | undefined {
  const status = readJson(layout.status) as SandboxStatus | undefined;
  return status !== undefined && isAlive(status) ? status : undefined;
}

/** Starts the process behind a sandbox. From now on `runningStatus` knows of it, though it says nothing yet. */
export function startSupervisor(layout: SandboxLayout): void {
  fs.mkdirSync(layout.root, { recursive: true });
  const log = fs.openSync(layout.supervisorLog, "a");
  const program = path.join(__dirname, "supervisor.ts");
  const supervisor = spawn(process.execPath, ["--import", "tsx", program, layout.root], {
    cwd: path.dirname(__dirname),
    detached: true,
    stdio: ["ignore", log, log],
  });
  supervisor.unref();
  fs.closeSync(log);
  const { pid } = supervisor;
  if (pid === undefined) {
    throw new Error(
      `the sandbox's supervisor could not be started: ${process.execPath} is missing`,
    );
  }
  // Whoever looks before it has written this itself must not take it for dead, and start another.
  const status: SandboxStatus = { pid, startTicks: startTicks(pid) ?? "", clusters: {} };
  writeFileAtomically(layout.status, JSON.stringify(status, null, 2));
}

/** Makes the supervisor read again what is wanted of it. */
export async function tellSupervisor(layout: SandboxLayout): Promise<void> {
  // Before its first word it does not listen, and the signal would end it.
  await until(startTimeoutMs, `the supervisor, see ${layout.supervisorLog}`, () => {
    return Object.keys(supervisorStatus(layout).clusters).length > 0;
  });
  process.kill(supervisorStatus(layout).pid, "SIGHUP");
}

/** Ends the supervisor, which ends all that it started; one that does not listen is killed. */
export async function endSupervisor(
  layout: SandboxLayout,
  timeoutMs = endTimeoutMs,
): Promise<void> {
  const status = runningStatus(layout);
  if (status === undefined) {
    return;
  }
  process.kill(status.pid, "SIGTERM");
  try {
    await until(timeoutMs, "the supervisor to end", () => !isAlive(status));
  } catch {
    process.kill(status.pid, "SIGKILL");
    await until(timeoutMs, "the supervisor to die", () => !isAlive(status));
  }
}

/** Like `runningStatus`. @throws Error if there is no supervisor any more */
export function supervisorStatus(layout: SandboxLayout): SandboxStatus {
  const status = runningStatus(layout);
  if (status === undefined) {
    throw new Error(`the sandbox's supervisor has ended, see ${layout.supervisorLog}`);
  }
  return status;
}

/** Waits for a condition. @throws Error naming `what` it waited for, after `timeoutMs` */
export async function until(
  timeoutMs: number,
  what: string,
  condition: () => boolean,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error(`waited ${timeoutMs / 1000} s for ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
