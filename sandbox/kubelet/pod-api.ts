import type { V1Pod, V1PodStatus } from "@kubernetes/client-node";
import { type Kube, mergePatch, orNone, statusCode, untilAnswered } from "../kube";

/** What a kubelet tells the API server of pods, however often it takes to be heard. */
export class PodApi {
  constructor(
    private readonly kube: Kube,
    private readonly log: (message: string) => void,
  ) {}

  /** Writes a pod's status, unless `stopped` aborts; does not reject. */
  async writeStatus(pod: V1Pod, status: V1PodStatus, stopped: AbortSignal): Promise<void> {
    const { name = "", namespace = "", uid } = pod.metadata ?? {};
    const body = { metadata: { uid }, status };
    const { core } = this.kube;
    try {
      await untilAnswered(
        () => core.patchNamespacedPodStatus({ name, namespace, body }, mergePatch),
        stopped,
      );
    } catch (error) {
      // Gone, or another pod of the same name by now (409): there is no one left to tell.
      if (![404, 409].includes(statusCode(error) ?? 0)) {
        this.log(`status of pod ${name}: ${String(error)}`);
      }
    }
  }

  /** Says that nothing of a deleted pod is left, so that its object can go. */
  async remove(pod: V1Pod, stopped: AbortSignal): Promise<void> {
    const { name = "", namespace = "", uid } = pod.metadata ?? {};
    const body = { gracePeriodSeconds: 0, preconditions: { uid } };
    const { core } = this.kube;
    await orNone(untilAnswered(() => core.deleteNamespacedPod({ name, namespace, body }), stopped));
  }
}
