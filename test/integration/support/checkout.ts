import { execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** What a command printed, and how it ended. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const repository = path.resolve(__dirname, "../../..");

/**
 * A copy of the project as someone has it who has just cloned it, with a sandbox and a backend of its own, so that the
 * developer's mesh is left alone. Only the npm packages are shared.
 */
export class Checkout {
  /** All that any command printed, for the search for secrets. */
  readonly transcript: string[] = [];

  private constructor(readonly root: string) {}

  static create(): Checkout {
    const root = fs.mkdtempSync(path.join(os.tmpdir(), "istio-mesh-checkout-"));
    const listed = execFileSync(
      "git",
      ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
      {
        cwd: repository,
        encoding: "utf8",
      },
    );
    for (const file of listed
      .split("\0")
      .filter((name) => fs.existsSync(path.join(repository, name)))) {
      if (file !== "") {
        fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
        fs.copyFileSync(path.join(repository, file), path.join(root, file));
      }
    }
    fs.symlinkSync(path.join(repository, "node_modules"), path.join(root, "node_modules"));
    return new Checkout(root);
  }

  path(...parts: readonly string[]): string {
    return path.join(this.root, ...parts);
  }

  kubeconfig(cluster: string): string {
    return this.path(".sandbox", "clusters", cluster, "kubeconfig");
  }

  read(file: string): string {
    return fs.readFileSync(this.path(file), "utf8");
  }

  write(file: string, content: string): void {
    fs.writeFileSync(this.path(file), content);
  }

  /** Runs a command in the project's folder; how it ends is the caller's to judge. An abort kills its whole group. */
  run(command: string, args: readonly string[], signal?: AbortSignal): Promise<CommandResult> {
    const child = spawn(command, args, {
      cwd: this.root,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const printed = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (printed.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (printed.stderr += text));
    signal?.addEventListener("abort", () => process.kill(-(child.pid ?? 0), "SIGKILL"));
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => {
        this.transcript.push(printed.stdout, printed.stderr);
        resolve({ code: code ?? 1, ...printed });
      });
    });
  }

  /** Runs a command that has to succeed. @throws Error with all that it printed */
  async succeed(command: string, args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(command, args);
    if (code !== 0) {
      throw new Error(`${command} ${args.join(" ")} ended with ${code}\n${stdout}\n${stderr}`);
    }
    return stdout;
  }

  /** Like {@link succeed}, but left out of the transcript: for a tool that prints secrets by design. */
  async quietly(command: string, args: readonly string[]): Promise<string> {
    const length = this.transcript.length;
    const stdout = await this.succeed(command, args);
    this.transcript.length = length;
    return stdout;
  }

  sandbox(...args: readonly string[]): Promise<string> {
    return this.succeed("npm", ["run", "-s", "sandbox", "--", ...args]);
  }

  list(folder: string): string[] {
    return fs.readdirSync(this.path(folder)).sort();
  }

  /** Command lines of the processes that belong to this checkout. */
  processes(): string[] {
    return this.processTable().map((one) => one.line);
  }

  /** Kills the processes of this checkout whose command line matches. */
  endProcesses(pattern: RegExp): void {
    for (const { pid } of this.processTable().filter((one) => pattern.test(one.line))) {
      process.kill(pid, "SIGKILL");
    }
  }

  private processTable(): { pid: number; line: string }[] {
    return fs
      .readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        try {
          const line = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
          const folder = fs.readlinkSync(`/proc/${pid}/cwd`);
          return line.includes(this.root) || folder.startsWith(this.root)
            ? [{ pid: Number(pid), line }]
            : [];
        } catch {
          // It has ended meanwhile.
          return [];
        }
      });
  }

  remove(): void {
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}
