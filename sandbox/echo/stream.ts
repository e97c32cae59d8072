import { setMaxListeners } from "node:events";
import { pause } from "../pause";
import { senderTo } from "./sender";
import type { StreamRequest, Target } from "./stream-request";
import { Tally, type TargetReport } from "./tally";

/** How a stream goes, or went. */
export interface StreamReport {
  readonly id: string;
  /** False once every target has had its `count`, or the stream was stopped. */
  readonly running: boolean;
  readonly targets: Readonly<Record<string, TargetReport>>;
}

/** Sends requests to its targets, each in a loop of its own, from when it is made until it is stopped. */
export class Stream {
  private readonly tallies = new Map<string, Tally>();
  private readonly stopped = new AbortController();
  private readonly ended: Promise<void>;
  private running = true;

  constructor(private readonly request: StreamRequest) {
    // One for each target; Node.js takes more than ten for a leak.
    setMaxListeners(request.targets.length, this.stopped.signal);
    const loops = request.targets.map((target) => {
      const tally = new Tally();
      this.tallies.set(target.name, tally);
      return this.run(target, tally);
    });
    this.ended = Promise.all(loops).then(() => {
      this.running = false;
    });
  }

  report(): StreamReport {
    const targets = [...this.tallies].map(([name, tally]) => [name, tally.report()] as const);
    return { id: this.request.id, running: this.running, targets: Object.fromEntries(targets) };
  }

  /** Starts no more requests and waits for those under way. */
  async stop(): Promise<StreamReport> {
    this.stopped.abort();
    await this.ended;
    return this.report();
  }

  private async run(target: Target, tally: Tally): Promise<void> {
    const { intervalMs, timeoutMs, count = Infinity } = this.request;
    const sender = senderTo(target);
    for (let sent = 1; sent <= count && !this.stopped.signal.aborted; sent++) {
      const start = performance.now();
      try {
        const answer = await sender.send(timeoutMs);
        tally.arrived(answer, performance.now() - start);
      } catch (error) {
        tally.failed((error as Error).message);
      }
      const tookMs = performance.now() - start;
      if (sent < count) {
        await pause(Math.max(0, intervalMs - tookMs), this.stopped.signal);
      }
    }
    sender.close();
  }
}
