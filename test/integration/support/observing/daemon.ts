import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import * as path from "node:path";
import { eventually } from "../clusters";

/** A program that runs until the test ends it. */
export class Daemon {
  private constructor(
    private readonly process: ChildProcess,
    private readonly log: string,
  ) {}

  /**
   * Starts it, and waits until it is ready.
   * @param folder where it works, and leaves `<name>.log`
   * @param ready what is answered with 200 when it is
   */
  static async start(
    name: string,
    { binary, args, env = {}, folder, ready }: DaemonArgs,
  ): Promise<Daemon> {
    const log = path.join(folder, `${name}.log`);
    const output = fs.openSync(log, "w");
    const process = spawn(binary, args, {
      cwd: folder,
      env,
      stdio: ["ignore", output, output],
    });
    fs.closeSync(output);
    const daemon = new Daemon(process, log);
    try {
      await eventually(
        `${name} at ${typeof ready === "string" ? ready : ready.url}`,
        async () => {
          const answers = await fetch(ready).then(
            (response) => response.ok,
            () => false,
          );
          return answers ? "ready" : daemon.end();
        },
        (state) => state !== null,
      );
    } catch (error) {
      await daemon.stop();
      throw error;
    }
    const end = daemon.end();
    if (end !== null) {
      throw new Error(`${name} ended with ${end}\n${daemon.said()}`);
    }
    return daemon;
  }

  /** Its exit code, or the signal that ended it; null while it runs. */
  private end(): number | NodeJS.Signals | null {
    return this.process.exitCode ?? this.process.signalCode;
  }

  /** All that it has printed. */
  said(): string {
    return fs.readFileSync(this.log, "utf8");
  }

  async stop(): Promise<void> {
    if (this.end() === null) {
      const ended = new Promise((resolve) => this.process.once("exit", resolve));
      this.process.kill("SIGTERM");
      await ended;
    }
  }
}

export interface DaemonArgs {
  readonly binary: string;
  readonly args: readonly string[];
  /** All of its environment. @default none */
  readonly env?: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly ready: string | Request;
}

/** Ports of this machine that nobody listens on. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((one) => (one.address() as AddressInfo).port);
  await Promise.all(servers.map((one) => new Promise((resolve) => one.close(resolve))));
  return ports;
}
