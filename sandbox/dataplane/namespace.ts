import { spawn } from "node:child_process";
import * as fs from "node:fs";
import { pause } from "../pause";
import type { ProcessSpec, ProcessTable, RunningProcess } from "../processes";

const openTimeoutMs = 10_000;

/** Files that a namespace has in place of this machine's. */
export type Mounts = Readonly<Record<string, string>>;

/**
 * A network namespace, and a mount namespace with it, that live as long as a process that only sleeps, as a pod's do
 * by its pause container. It ends by itself with that process and those that were started in it.
 */
export class Namespace {
  private isOpen = true;

  private constructor(private readonly holder: RunningProcess) {
    void holder.ended.then(() => (this.isOpen = false));
  }

  /**
   * @param name of the process that holds it, as in {@link ProcessSpec}
   * @param mounts files to put in the place of others, by the path at which they are seen; both exist
   * @throws Error with what the process said if it does not come up
   */
  static async open(
    table: ProcessTable,
    name: string,
    cwd: string,
    log: string,
    mounts: Mounts = {},
  ): Promise<Namespace> {
    const binds = Object.entries(mounts).flatMap(([at, file]) => [file, at]);
    const script =
      'while [ $# -gt 0 ]; do mount --bind "$1" "$2" || exit 1; shift 2; done; exec sleep infinity';
    const holder = table.start({
      name,
      command: "unshare",
      args: ["--net", "--mount", "--", "sh", "-c", script, "sh", ...binds],
      env: { PATH: process.env.PATH ?? "" },
      cwd,
      log,
    });
    const end = { how: "" };
    void holder.ended.then((how) => (end.how = how));
    const deadline = Date.now() + openTimeoutMs;
    // Before that it is this machine's own network that its pid leads to.
    while (!isAsleep(holder.pid)) {
      if (end.how !== "" || Date.now() > deadline) {
        await holder.stop(0);
        throw new Error(`network namespace ${name}: ${end.how || "not there in time"}, see ${log}`);
      }
      await pause(5);
    }
    return new Namespace(holder);
  }

  /** The process that holds it. */
  get pid(): number {
    return this.holder.pid;
  }

  /** The same process, but in this namespace. @throws Error if the namespace is gone: its pid may be another's by now */
  inside(spec: ProcessSpec): ProcessSpec {
    if (!this.isOpen) {
      throw new Error("the network namespace is gone: the process that held it has ended");
    }
    const target = ["--target", String(this.pid), "--net", "--mount", `--wd=${spec.cwd}`];
    return { ...spec, command: "nsenter", args: [...target, "--", spec.command, ...spec.args] };
  }

  /** Runs lines of `ip` in it, up to one that fails. @throws Error with the line that failed */
  ip(lines: readonly string[]): Promise<void> {
    return this.run(["ip", "-batch", "-"], lines.join("\n"));
  }

  /** Runs lines of `ip` in it, all of them. @throws Error with the first that failed */
  allOf(lines: readonly string[]): Promise<void> {
    return this.run(["ip", "-force", "-batch", "-"], lines.join("\n"));
  }

  /** Sets values below /proc/sys/net. */
  set(values: Readonly<Record<string, string>>): Promise<void> {
    const settings = Object.entries(values).flatMap(([key, value]) => [
      value,
      `/proc/sys/net/${key}`,
    ]);
    const script = 'while [ $# -gt 0 ]; do echo "$1" > "$2" || exit 1; shift 2; done';
    return this.run(["sh", "-c", script, "sh", ...settings], "");
  }

  /** Ends the process that holds it; what still runs in it goes on without a network. */
  close(): Promise<void> {
    return this.holder.stop(0);
  }

  private run(command: readonly string[], input: string): Promise<void> {
    const target = ["--target", String(this.pid), "--net", "--", ...command];
    const child = spawn("nsenter", target, { stdio: ["pipe", "ignore", "pipe"] });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => {
        const failed = Number(/Command failed -:(?<line>\d+)/.exec(said)?.groups?.["line"] ?? 0);
        const line = input.split("\n")[failed - 1] ?? command.join(" ");
        const reason = said.trim().replaceAll("\n", "; ");
        if (code === 0) {
          resolve();
        } else {
          reject(new Error(`"${line}" in a network namespace: ${reason}`));
        }
      });
    });
  }
}

function isAsleep(pid: number): boolean {
  try {
    return fs.readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "sleep";
  } catch {
    return false;
  }
}
