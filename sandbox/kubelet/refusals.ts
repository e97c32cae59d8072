import type { V1Pod } from "@kubernetes/client-node";
import { pause } from "../pause";
import type { PodApi } from "./pod-api";
import { podStatus } from "./pod-status";

/** After how long a kubelet tries an image again, and says that it waits. */
const backOffMs = 2_000;

/** Pods that the sandbox cannot run, each told once why, and an image that is missing twice, as a kubelet does. */
export class Refusals {
  private readonly uids = new Set<string>();

  constructor(
    private readonly api: PodApi,
    private readonly hostIP: string,
    private readonly log: (message: string) => void,
    private readonly stopped: AbortSignal,
  ) {}

  add(pod: V1Pod, reason: string, message: string): void {
    const uid = pod.metadata?.uid ?? "";
    if (this.uids.has(uid)) {
      return;
    }
    this.uids.add(uid);
    this.log(`pod ${pod.metadata?.name ?? ""}: ${message}`);
    void this.report(pod, reason, message);
    if (reason === "ErrImagePull") {
      // Who waits for a Deployment may see the first word of a pod before it knows whose pod it is.
      void pause(backOffMs, this.stopped).then(() =>
        this.uids.has(uid) ? this.report(pod, "ImagePullBackOff", message) : undefined,
      );
    }
  }

  forget(uid: string): void {
    this.uids.delete(uid);
  }

  private report(pod: V1Pod, reason: string, message: string): Promise<void> {
    const state = { waiting: { reason, message } };
    const reports = (pod.spec?.containers ?? []).map(({ name, image = "" }) => {
      return { name, image, ready: false, restarts: 0, state };
    });
    const status = podStatus(pod, { hostIP: this.hostIP }, reports);
    return this.api.writeStatus(pod, status, this.stopped);
  }
}
