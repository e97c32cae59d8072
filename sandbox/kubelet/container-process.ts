import type { V1Container, V1ContainerState, V1Pod } from "@kubernetes/client-node";
import type { Target } from "../network/service-backends";
import { aborted, pause } from "../pause";
import type { ProcessSpec, RunningProcess } from "../processes";
import { containerRoot, containerSpec } from "./container-spec";
import type { ProcessImage } from "./images";
import type { PodHost, PodNamespace, PodPlace } from "./pod-host";
import type { ContainerReport } from "./pod-status";
import { checkProbe, watchReadiness } from "./probe";
import { writeVolumes } from "./volumes";

const firstBackoffMs = 1_000;
const longestBackoffMs = 30_000;

/** The pod that a container is of. */
export interface ContainerHome {
  readonly place: PodPlace;
  readonly host: PodHost;
  /** The pod as the API server has it now. */
  pod(): V1Pod;
  /** Undefined for a pod on this machine's own network. */
  namespace(): PodNamespace | undefined;
  /** Where a port of the pod is reached. */
  target(port: number): Target;
  /** Called whenever the container's report changes. */
  changed(): void;
}

/** One container that runs as a process: started as its spec says, watched, and started again when it ends. */
export class ContainerProcess {
  private readonly stopping = new AbortController();
  private running: RunningProcess | undefined;
  private current: ContainerReport;
  private finished: Promise<void> = Promise.resolve();
  /** Volumes are written one after the other, or an old one could overtake a new one. */
  private volumes: Promise<void> = Promise.resolve();

  constructor(
    readonly container: V1Container,
    readonly image: ProcessImage,
    private readonly home: ContainerHome,
  ) {
    // After a crash of the sandbox the pod is still there: the process that starts now is its next one.
    const previous = home
      .pod()
      .status?.containerStatuses?.find((one) => one.name === container.name);
    const restarts = (previous?.restartCount ?? 0) + (previous?.state?.running ? 1 : 0);
    const state = { waiting: { reason: "ContainerCreating" } };
    this.current = {
      name: container.name,
      image: container.image ?? "",
      ready: false,
      restarts,
      state,
    };
  }

  get pid(): number | undefined {
    return this.running?.pid;
  }

  get report(): ContainerReport {
    return this.current;
  }

  /** Runs the process until `stop`, with a growing pause between restarts. */
  start(): void {
    this.finished = this.run();
  }

  /** Brings mounted Secrets, ConfigMaps and tokens up to date. */
  refreshVolumes(): Promise<void> {
    const { home, container, image } = this;
    const { host, place } = home;
    const root = containerRoot(home.pod(), container, host);
    const read = (file: string, content: Buffer) =>
      image.readFile?.(host.dataPlane, file, content) ?? content;
    const refresh = this.volumes.then(() =>
      writeVolumes(home.pod(), container, root, place, host.source, read),
    );
    this.volumes = refresh.catch(() => undefined);
    return refresh;
  }

  /** Says why the container does not run while something outside of it is missing. */
  waitFor(reason: string, message: string): void {
    this.set(false, { waiting: { reason, message } });
  }

  async stop(graceMs: number): Promise<void> {
    this.stopping.abort();
    await this.running?.stop(graceMs);
    await this.finished;
    await this.volumes;
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
      this.set(false, { waiting: reason });
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
    let reason = "ErrImagePull";
    try {
      const command = await this.pull();
      reason = "CreateContainerConfigError";
      const spec = await this.prepare(command);
      // `stop` has ended what ran; what it came too early for must not start.
      if (this.isStopping()) {
        throw new Error("the pod is gone");
      }
      spawned = this.home.host.table.start(spec);
    } catch (error) {
      return { reason, message: (error as Error).message };
    }
    const ended = new AbortController();
    this.running = spawned;
    const running: V1ContainerState = { running: { startedAt: new Date() } };
    this.set(false, running);
    const at = (port: number) => this.home.target(port);
    watchReadiness(this.container, at, ended.signal, (ready) => this.set(ready, running));
    const how = await spawned.ended;
    ended.abort();
    this.running = undefined;
    this.current = { ...this.current, restarts: this.current.restarts + 1 };
    return { reason: "CrashLoopBackOff", message: `the process ended with ${how}` };
  }

  /** The binary of the image's part. Where that is missing it is built first, and the container says so. */
  private async pull(): Promise<string> {
    const { part } = this.image;
    const { parts } = this.home.host;
    if (part !== undefined && parts.find(part) === undefined) {
      this.waitFor("Pulling", `${part} is being built, which takes minutes the first time`);
      await Promise.race([parts.build(part), aborted(this.stopping.signal)]);
    }
    return part === undefined ? "" : (parts.find(part) ?? "");
  }

  /** Writes what the process will read; returns how to start it. */
  private async prepare(command: string): Promise<ProcessSpec> {
    checkProbe(this.container);
    await this.refreshVolumes();
    const { home } = this;
    const pod = home.pod();
    const { container, image } = this;
    const spec = await containerSpec(pod, container, image, command, home.place, home.host);
    return home.namespace()?.inside(spec) ?? spec;
  }

  private set(ready: boolean, state: V1ContainerState): void {
    this.current = { ...this.current, ready, state };
    this.home.changed();
  }

  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }
}
