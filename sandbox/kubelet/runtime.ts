import type { V1ConfigMap, V1Pod, V1Secret } from "@kubernetes/client-node";
import { type ClusterAddresses, processSlots } from "../addresses";
import type { Kube } from "../kube";
import type { Target } from "../network/service-backends";
import type { ProcessImage } from "./images";
import { Places } from "./places";
import { PodApi } from "./pod-api";
import { type Resolved, resolvePod } from "./pod-images";
import type { PodHost } from "./pod-host";
import { PodProcess } from "./pod-process";
import { type ProcessReport, processReports } from "./process-report";
import { Refusals } from "./refusals";
import type { PortForwards } from "./port-forwards";

const refreshMs = 60_000;
const shutdownGraceMs = 3_000;

/** Plays the kubelet for the pods whose images the sandbox runs as processes. */
export class ProcessRuntime {
  private readonly processes = new Map<string, PodProcess>();
  private readonly pods = new Map<string, V1Pod>();
  private readonly refusals: Refusals;
  /** Processes that were told to end and have not yet. */
  private readonly ending = new Map<string, PodProcess>();
  private readonly stopping = new AbortController();
  private readonly api: PodApi;
  /** Had by processes that run or have not ended yet. */
  private readonly places: Places;
  private readonly timer: NodeJS.Timeout;

  constructor(
    kube: Kube,
    addresses: ClusterAddresses,
    private readonly forwards: PortForwards,
    private readonly host: Omit<PodHost, "writeStatus">,
    private readonly log: (message: string) => void,
  ) {
    this.api = new PodApi(kube, log);
    this.places = new Places(addresses);
    this.refusals = new Refusals(this.api, addresses.node, log, this.stopping.signal);
    // Tokens run out; each is renewed when it is due.
    this.timer = setInterval(() => this.refresh([...this.processes.values()]), refreshMs);
    this.timer.unref();
  }

  podChanged(pod: V1Pod): void {
    const uid = pod.metadata?.uid ?? "";
    const resolved = resolvePod(pod, this.host.network !== undefined);
    if (resolved === undefined || pod.spec?.nodeName === undefined || this.ending.has(uid)) {
      return;
    }
    this.pods.set(uid, pod);
    const current = this.processes.get(uid);
    if (pod.metadata?.deletionTimestamp) {
      this.end(uid, (pod.metadata.deletionGracePeriodSeconds ?? 30) * 1000, true);
    } else if (current) {
      current.update(pod);
    } else {
      this.add(pod, uid, resolved);
    }
  }

  private add(pod: V1Pod, uid: string, resolved: readonly Resolved[]): void {
    const missing = resolved.find((one) => "missing" in one);
    const images = resolved.filter((one): one is ProcessImage => !("missing" in one));
    const isMixed = images.length > 1 && images.some(({ network }) => network === "loopback");
    if (missing !== undefined) {
      this.refusals.add(pod, "ErrImagePull", missing.missing);
    } else if (isMixed || pod.spec?.initContainers?.length) {
      const why = "the sandbox runs pods of one container only on this machine's own network";
      this.refusals.add(pod, "CreateContainerError", why);
    } else {
      const place = this.places.take();
      if (place === undefined) {
        const why = `all ${processSlots} process slots of the cluster are taken`;
        this.refusals.add(pod, "OutOfPods", why);
        return;
      }
      const process = new PodProcess(pod, images, place, this.podHost());
      this.processes.set(uid, process);
      process.start();
      if (!process.hasNamespace) {
        this.forwards
          .add(pod, place.address, portsOf(process))
          .catch((error: unknown) => this.log(`port forwarding: ${String(error)}`));
      }
    }
  }

  podRemoved(pod: V1Pod): void {
    const uid = pod.metadata?.uid ?? "";
    this.refusals.forget(uid);
    if (!this.ending.has(uid)) {
      this.end(uid, 0, false);
    }
  }

  secretChanged(secret: V1Secret): void {
    this.objectChanged("secret", secret);
  }

  configMapChanged(map: V1ConfigMap): void {
    this.objectChanged("configMap", map);
  }

  /** Where a port of a pod is reached; undefined for a pod that does not run here. */
  target(podUid: string, port: number): Target | undefined {
    return this.processes.get(podUid)?.target(port);
  }

  /** Where the pods without a network of their own are reached, by `address:port` as the cluster knows them. */
  loopbackTargets(): Record<string, Target> {
    const listening = [...this.processes.values()].filter((one) => !one.hasNamespace);
    const targets = listening.flatMap((one) =>
      portsOf(one).map((port) => [`${one.place.podIP}:${port}`, one.target(port)] as const),
    );
    return Object.fromEntries(targets);
  }

  reports(): ProcessReport[] {
    return [...this.processes].flatMap(([uid, process]) =>
      processReports(process, this.pods.get(uid) ?? {}, this.host),
    );
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.stopping.abort();
    const left = [...this.processes.values(), ...this.ending.values()];
    await Promise.all(left.map((one) => one.stop(shutdownGraceMs)));
  }

  private objectChanged(kind: "secret" | "configMap", object: V1Secret | V1ConfigMap): void {
    const name = object.metadata?.name ?? "";
    const affected = [...this.processes].filter(
      ([uid, process]) =>
        this.pods.get(uid)?.metadata?.namespace === object.metadata?.namespace &&
        process.mounts(kind, name),
    );
    this.refresh(affected.map(([, process]) => process));
  }

  private refresh(processes: readonly PodProcess[]): void {
    for (const process of processes) {
      process.refreshVolumes().catch((error: unknown) => this.log(`volumes: ${String(error)}`));
    }
  }

  /** Stops a pod's process, and with `finalize` tells the API server that nothing of the pod is left. */
  private end(uid: string, graceMs: number, finalize: boolean): void {
    const process = this.processes.get(uid);
    const pod = this.pods.get(uid);
    this.processes.delete(uid);
    this.pods.delete(uid);
    if (process) {
      this.ending.set(uid, process);
    }
    const ended = process?.stop(graceMs) ?? Promise.resolve();
    ended
      .then(async () => {
        if (process) {
          this.places.release(process.place);
        }
        this.host.changed();
        if (finalize && pod) {
          await this.api.remove(pod, this.stopping.signal);
        }
      })
      .catch((error: unknown) =>
        this.log(`end of pod ${pod?.metadata?.name ?? uid}: ${String(error)}`),
      )
      .finally(() => this.ending.delete(uid));
  }

  private podHost(): PodHost {
    return {
      ...this.host,
      writeStatus: (pod, status, stopped) => this.api.writeStatus(pod, status, stopped),
    };
  }
}

function portsOf(process: PodProcess): number[] {
  return process.containers.flatMap(({ image }) => Object.values(image.ports));
}
