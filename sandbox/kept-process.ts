import { pause } from "./pause";
import type { ProcessSpec, ProcessTable, RunningProcess } from "./processes";

const restartMs = 1_000;

/** Who runs processes that are kept. */
export interface Keeper {
  readonly table: ProcessTable;
  /** Called whenever the process has another pid. */
  changed(): void;
  log(message: string): void;
}

/** A process that runs from now on, and is started again whenever it ends, until it is stopped. */
export class KeptProcess {
  private readonly stopping = new AbortController();
  private running: RunningProcess;
  private readonly finished: Promise<void>;

  constructor(
    private readonly spec: ProcessSpec,
    private readonly keeper: Keeper,
  ) {
    this.running = this.start();
    this.finished = this.keep();
  }

  /** -1 when it could not be started. */
  get pid(): number {
    return this.running.pid;
  }

  /** Ends it for good; it is killed after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.stopping.abort();
    await this.running.stop(graceMs);
    await this.finished;
  }

  private start(): RunningProcess {
    const running = this.keeper.table.start(this.spec);
    this.keeper.changed();
    return running;
  }

  private async keep(): Promise<void> {
    const { signal } = this.stopping;
    for (;;) {
      const how = await this.running.ended;
      if (signal.aborted) {
        return;
      }
      const { name, log } = this.spec;
      this.keeper.log(`${name} ended with ${how}, see ${log}; starting it again`);
      await pause(restartMs, signal);
      // Asked again, because it may have been stopped during the pause.
      if (this.stopping.signal.aborted) {
        return;
      }
      this.running = this.start();
    }
  }
}
