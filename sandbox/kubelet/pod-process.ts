import * as fs from "node:fs";
import type { V1Container, V1ContainerState, V1Pod } from "@kubernetes/client-node";
import { pause } from "../pause";
import type { ProcessSpec, RunningProcess } from "../processes";
import type { ProcessImage } from "./images";
import type { PodHost, PodPlace } from "./pod-host";
import { podProcessSpec } from "./pod-process-spec";
import { type ContainerReport, podStatus } from "./pod-status";
import { checkProbe, watchReadiness } from "./probe";
import { writeVolumes } from "./volumes";

const firstBackoffMs = 1_000;
const longestBackoffMs = 30_000;

/** One pod that runs as a process: started as its spec says, watched, restarted when it ends, reported to the API. */
export class PodProcess {
  private readonly stopping = new AbortController();
  private readonly root: string;
  private readonly container: V1Container;
  private running: RunningProcess | undefined;
  private restarts: number;
  private isReady = false;
  private finished: Promise<void> = Promise.resolve();
  /** Statuses are written one after the other, or an old one could overtake a new one; and so are volumes. */
  private writes: Promise<void> = Promise.resolve();
  private volumes: Promise<void> = Promise.resolve();

  constructor(
    private pod: V1Pod,
    readonly image: ProcessImage,
    readonly place: PodPlace,
    private readonly host: PodHost,
  ) {
    const [container] = pod.spec?.containers ?? [];
    if (container === undefined) {
      throw new Error(`pod ${pod.metadata?.name ?? ""} has no container`);
    }
    this.container = container;
    this.root = host.root(pod);
    // After a crash of the sandbox the pod is still there: the process that starts now is its next one.
    const previous = pod.status?.containerStatuses?.[0];
    this.restarts = previous?.state?.running
      ? previous.restartCount + 1
      : (previous?.restartCount ?? 0);
  }

  get pid(): number | undefined {
    return this.running?.pid;
  }

  get ready(): boolean {
    return this.isReady;
  }

  get restartCount(): number {
    return this.restarts;
  }

  /** Runs the process until `stop`, with a growing pause between restarts. */
  start(): void {
    this.finished = this.run();
  }

  /** Takes note of the pod as the API server has it now. */
  update(pod: V1Pod): void {
    this.pod = pod;
  }

  /** Brings mounted Secrets, ConfigMaps and tokens up to date. */
  refreshVolumes(): Promise<void> {
    const refresh = this.volumes.then(() =>
      writeVolumes(this.pod, this.container, this.root, this.place, this.host.source),
    );
    this.volumes = refresh.catch(() => undefined);
    return refresh;
  }

  mounts(kind: "secret" | "configMap", name: string): boolean {
    return (this.pod.spec?.volumes ?? []).some((volume) => {
      const direct = kind === "secret" ? volume.secret?.secretName : volume.configMap?.name;
      const projected = (volume.projected?.sources ?? []).map((one) => one[kind]?.name);
      return direct === name || projected.includes(name);
    });
  }

  async stop(graceMs: number): Promise<void> {
    this.stopping.abort();
    await this.running?.stop(graceMs);
    await this.finished;
    await this.volumes;
    fs.rmSync(this.root, { recursive: true, force: true });
  }

  private async run(): Promise<void> {
    let backoff = firstBackoffMs;
    for (;;) {
      const startedAt = Date.now();
      const reason = await this.runOnce();
      if (this.isStopping()) {
        return;
      }
      backoff = Date.now() - startedAt > 10 * longestBackoffMs ? firstBackoffMs : backoff;
      this.report(false, { waiting: reason });
      await pause(backoff, this.stopping.signal);
      if (this.isStopping()) {
        return;
      }
      backoff = Math.min(backoff * 2, longestBackoffMs);
    }
  }

  /** Starts the process and waits for its end; returns what to say of it while it is down. */
  private async runOnce(): Promise<{ reason: string; message: string }> {
    let spawned: RunningProcess;
    try {
      const spec = await this.prepare();
      // `stop` has ended what ran; what it came too early for must not start.
      if (this.isStopping()) {
        throw new Error("the pod is gone");
      }
      spawned = this.host.table.start(spec);
    } catch (error) {
      return { reason: "CreateContainerConfigError", message: (error as Error).message };
    }
    const ended = new AbortController();
    this.running = spawned;
    const running: V1ContainerState = { running: { startedAt: new Date() } };
    this.report(false, running);
    watchReadiness(this.container, this.place.address, ended.signal, (ready) => {
      this.report(ready, running);
    });
    const how = await spawned.ended;
    ended.abort();
    this.running = undefined;
    this.restarts += 1;
    return { reason: "CrashLoopBackOff", message: `the process ended with ${how}` };
  }

  /** Writes what the process will read; returns how to start it. */
  private async prepare(): Promise<ProcessSpec> {
    checkProbe(this.container);
    await this.refreshVolumes();
    return podProcessSpec(this.pod, this.container, this.image, this.place, this.host);
  }

  private report(ready: boolean, state: V1ContainerState): void {
    this.isReady = ready;
    this.host.changed();
    const report: ContainerReport = { ready, restarts: this.restarts, state };
    this.writes = this.writes.then(() =>
      this.host.writeStatus(
        this.pod,
        podStatus(this.pod, this.place, report),
        this.stopping.signal,
      ),
    );
  }

  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }
}
