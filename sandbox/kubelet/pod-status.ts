import type { V1ContainerState, V1Pod, V1PodCondition, V1PodStatus } from "@kubernetes/client-node";

/** What the kubelet knows of one container of a pod. */
export interface ContainerReport {
  readonly name: string;
  readonly image: string;
  readonly ready: boolean;
  readonly restarts: number;
  readonly state: V1ContainerState;
}

/** A pod that could not be started has no address of its own. */
interface PodAddresses {
  readonly podIP?: string;
  readonly hostIP: string;
}

/** The status of a pod whose containers are as `reports` say. */
export function podStatus(
  pod: V1Pod,
  identity: PodAddresses,
  reports: readonly ContainerReport[],
): V1PodStatus {
  const ready = reports.length > 0 && reports.every((one) => one.ready);
  const hasStarted = reports.some((one) => one.state.running !== undefined || one.restarts > 0);
  return {
    phase: hasStarted ? "Running" : "Pending",
    hostIP: identity.hostIP,
    hostIPs: [{ ip: identity.hostIP }],
    ...(identity.podIP === undefined
      ? {}
      : { podIP: identity.podIP, podIPs: [{ ip: identity.podIP }] }),
    startTime: pod.status?.startTime ?? new Date(),
    conditions: conditions(pod.status?.conditions ?? [], {
      Initialized: true,
      PodReadyToStartContainers: true,
      ContainersReady: ready,
      Ready: ready,
    }),
    containerStatuses: reports.map(({ name, image, ready: isReady, restarts, state }) => ({
      name,
      image,
      imageID: "",
      ready: isReady,
      started: state.running !== undefined,
      restartCount: restarts,
      state,
    })),
  };
}

/** The conditions with the given ones set; the time of one that does not change stays, and so do the others. */
function conditions(
  current: readonly V1PodCondition[],
  set: Readonly<Record<string, boolean>>,
): V1PodCondition[] {
  const next = Object.entries(set).map(([type, value]): V1PodCondition => {
    const status = value ? "True" : "False";
    const same = current.find((one) => one.type === type && one.status === status);
    return same ?? { type, status, lastTransitionTime: new Date() };
  });
  return [...current.filter((one) => !(one.type in set)), ...next];
}
