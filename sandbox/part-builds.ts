import { existsSync } from "node:fs";
import * as path from "node:path";
import { binaryOf } from "../toolchain/part";
import { type PartName, PARTS } from "../toolchain/parts";
import type { PartSource } from "./kubelet/pod-host";
import type { ProcessTable, RunningProcess } from "./processes";

const shutdownGraceMs = 5_000;

/**
 * The parts that pods run. One that `up` did not ask for is built when a pod first does: by a process of its own, for the
 * toolchain ends on signals that the supervisor gets, and at the lowest priority, for clusters run beside it.
 */
export class PartBuilds implements PartSource {
  private readonly builds = new Map<PartName, Promise<void>>();
  private readonly running = new Set<RunningProcess>();

  /** @param log file that the builds write to */
  constructor(
    private readonly table: ProcessTable,
    private readonly log: string,
    private readonly command: readonly [string, ...string[]] = toolchain,
  ) {}

  find(name: PartName): string | undefined {
    const binary = binaryOf(PARTS[name]);
    return existsSync(binary) ? binary : undefined;
  }

  build(name: PartName): Promise<void> {
    const current = this.builds.get(name) ?? this.run(name).finally(() => this.builds.delete(name));
    this.builds.set(name, current);
    return current;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.running].map((one) => one.stop(shutdownGraceMs)));
  }

  private async run(name: PartName): Promise<void> {
    const [command, ...first] = this.command;
    const running = this.table.start({
      name: `toolchain/${name}`,
      command,
      args: [...first, name],
      env: environment(),
      cwd: path.dirname(__dirname),
      log: this.log,
    });
    this.running.add(running);
    const how = await running.ended;
    this.running.delete(running);
    if (this.find(name) === undefined) {
      throw new Error(`${name} could not be built, ${how}, see ${this.log}`);
    }
  }
}

const script = path.join(__dirname, "../toolchain/main.ts");
const toolchain = ["nice", "-n", "19", process.execPath, "--import", "tsx", script] as const;

/** That of `up`: the user's PATH leads to Go. */
function environment(): Record<string, string> {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
