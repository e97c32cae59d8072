import * as fs from "node:fs";
import type { V1Container, V1Pod } from "@kubernetes/client-node";
import type { Target } from "../network/service-backends";
import { pause } from "../pause";
import { type ContainerHome, ContainerProcess } from "./container-process";
import type { ProcessImage } from "./images";
import type { PodHost, PodNamespace, PodPlace } from "./pod-host";
import { podStatus } from "./pod-status";

const againMs = 1_000;

/** One pod that runs as processes, one a container; those of a data plane in a network namespace of the pod. */
export class PodProcess {
  readonly containers: readonly ContainerProcess[];
  private readonly stopping = new AbortController();
  private pod: V1Pod;
  private namespace: PodNamespace | undefined;
  private finished: Promise<void> = Promise.resolve();
  /** Statuses are written one after the other, or an old one could overtake a new one. */
  private writes: Promise<void> = Promise.resolve();

  /** @param images what stands for each container's image, in their order */
  constructor(
    pod: V1Pod,
    private readonly images: readonly ProcessImage[],
    readonly place: PodPlace,
    private readonly host: PodHost,
  ) {
    this.pod = this.adapted(pod);
    const home: ContainerHome = {
      place,
      host,
      pod: () => this.pod,
      namespace: () => this.namespace,
      target: (port) => this.target(port),
      changed: () => this.report(),
    };
    const containers: readonly V1Container[] = this.pod.spec?.containers ?? [];
    this.containers = images.flatMap((image, at) => {
      const container = containers[at];
      return container === undefined ? [] : [new ContainerProcess(container, image, home)];
    });
  }

  get ready(): boolean {
    return this.containers.every(({ report }) => report.ready);
  }

  /** Whether its processes have a network of their own. */
  get hasNamespace(): boolean {
    return this.containers.some(({ image }) => image.network === "namespace");
  }

  /** Where a port of the pod is reached. */
  target(port: number): Target {
    const { network } = this.host;
    return this.hasNamespace && network !== undefined
      ? network.target(this.place.podIP, port)
      : { host: this.place.address, port };
  }

  /** Runs the processes until `stop`. */
  start(): void {
    this.finished = this.run();
  }

  /** Takes note of the pod as the API server has it now. */
  update(pod: V1Pod): void {
    this.pod = this.adapted(pod);
    // A node that was not heard of for a while has its pods called not ready by others; only its kubelet takes it back.
    if (this.ready && !saysReady(pod)) {
      this.report();
    }
  }

  /** Brings mounted Secrets, ConfigMaps and tokens up to date. */
  async refreshVolumes(): Promise<void> {
    await Promise.all(this.containers.map((one) => one.refreshVolumes()));
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
    await this.finished;
    await Promise.all(this.containers.map((one) => one.stop(graceMs)));
    if (this.namespace !== undefined) {
      await this.host.network?.removePod(this.namespace, this.place.podIP);
    }
    fs.rmSync(this.host.root(this.pod), { recursive: true, force: true });
  }

  private adapted(pod: V1Pod): V1Pod {
    const adapt = (one: V1Pod, image: ProcessImage) =>
      image.adaptPod?.(this.host.dataPlane, one) ?? one;
    return this.images.reduce(adapt, pod);
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.join();
        break;
      } catch (error) {
        const { message } = error as Error;
        this.containers.forEach((one) => one.waitFor("NetworkNotReady", message));
        await pause(againMs, this.stopping.signal);
      }
    }
    if (!this.stopping.signal.aborted) {
      this.containers.forEach((one) => one.start());
    }
  }

  /** Makes the pod's namespace, if it needs one. */
  private async join(): Promise<void> {
    if (this.hasNamespace) {
      const { namespace = "", name = "" } = this.pod.metadata ?? {};
      this.namespace = await this.host.network?.addPod(`${namespace}/${name}`, this.place.podIP);
    }
  }

  private report(): void {
    this.host.changed();
    const status = podStatus(
      this.pod,
      this.place,
      this.containers.map((one) => one.report),
    );
    this.writes = this.writes.then(() =>
      this.host.writeStatus(this.pod, status, this.stopping.signal),
    );
  }
}

function saysReady({ status }: V1Pod): boolean {
  const { conditions = [] } = status ?? {};
  return conditions.some((one) => one.type === "Ready" && one.status === "True");
}
