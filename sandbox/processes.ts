import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { writeFileAtomically } from "./files";

/** A process as the sandbox remembers it; the start time keeps a reused pid from being mistaken for it. */
interface ProcessRecord {
  readonly name: string;
  readonly pid: number;
  /** Clock ticks since boot, field 22 of /proc/PID/stat (proc_pid_stat(5)). */
  readonly startTicks: string;
}

/** How a process is started. */
export interface ProcessSpec {
  /** Unique within the sandbox, such as `east/kube-apiserver`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment: nothing of the caller's is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** File that standard output and error are appended to. */
  readonly log: string;
}

/** A process that was started, until it ends. */
export interface RunningProcess {
  readonly pid: number;
  /** Settles when the process has ended, with words such as `exit code 1`. */
  readonly ended: Promise<string>;
  /** Asks it to end, and ends it after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/** Starts processes and keeps a record of them on disk, from which a later run ends what a crash left behind. */
export class ProcessTable {
  private readonly records = new Map<number, ProcessRecord>();

  constructor(private readonly file: string) {}

  start(spec: ProcessSpec): RunningProcess {
    fs.mkdirSync(path.dirname(spec.log), { recursive: true });
    const log = fs.openSync(spec.log, "a");
    const child = spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: { ...spec.env },
      stdio: ["ignore", log, log],
      // A group of its own: Ctrl-C in the terminal of `up` must not reach the clusters.
      detached: true,
    });
    fs.closeSync(log);
    const ended = new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code ?? 0}`));
    });
    const pid = child.pid;
    if (pid === undefined) {
      return { pid: -1, ended, stop: () => Promise.resolve() };
    }
    this.remember({ name: spec.name, pid, startTicks: startTicks(pid) ?? "" });
    void ended.then(() => {
      // As in a container: with the first process go its children, such as the Envoy of an agent that was killed.
      killGroup(pid);
      this.forget(pid);
    });
    return { pid, ended, stop: (graceMs) => stopChild(child, ended, graceMs) };
  }

  /** Ends what an earlier run left behind; returns the names. */
  static async reap(file: string): Promise<string[]> {
    const left = readRecords(file).filter((record) => isAlive(record));
    for (const record of left) {
      killGroup(record.pid);
    }
    while (left.some((record) => isAlive(record))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    fs.rmSync(file, { force: true });
    return left.map((record) => record.name);
  }

  private remember(record: ProcessRecord): void {
    this.records.set(record.pid, record);
    this.save();
  }

  private forget(pid: number): void {
    this.records.delete(pid);
    this.save();
  }

  private save(): void {
    if (this.records.size === 0) {
      fs.rmSync(this.file, { force: true });
    } else {
      writeFileAtomically(this.file, JSON.stringify([...this.records.values()], null, 2));
    }
  }
}

/** Ends what is left of the group that a process was started with. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // None of it is left.
  }
}

/** Whether the process that was `pid` at `ticks` still runs. */
export function isAlive(record: { readonly pid: number; readonly startTicks: string }): boolean {
  return startTicks(record.pid) === record.startTicks;
}

/** When a process started, in clock ticks since boot; undefined if there is none, or only its remains. */
export function startTicks(pid: number): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the command in parentheses and may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function readRecords(file: string): ProcessRecord[] {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as ProcessRecord[];
  } catch {
    return [];
  }
}

async function stopChild(
  child: ChildProcess,
  ended: Promise<string>,
  graceMs: number,
): Promise<void> {
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await ended;
  clearTimeout(timer);
}
