interface Reason {
  readonly reason?: string;
  readonly message?: string;
}

interface Terminated {
  readonly reason?: string;
  readonly exitCode?: number;
}

interface ContainerStatus {
  readonly name: string;
  readonly ready?: boolean;
  readonly state?: {
    readonly waiting?: Reason;
    readonly running?: object;
    readonly terminated?: Terminated;
  };
  readonly lastState?: { readonly terminated?: Terminated };
}

/** The part of a pod that tells what keeps it. */
interface Pod {
  readonly metadata?: { readonly name?: string; readonly deletionTimestamp?: string };
  readonly status?: Reason & {
    readonly conditions?: readonly (Reason & { readonly type: string; readonly status: string })[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

export interface Pods {
  readonly items?: readonly Pod[];
}

/** The pods that are not ready, without those that are about to go. */
export function unready({ items = [] }: Pods): Pod[] {
  return items.filter(
    ({ metadata, status }) =>
      metadata?.deletionTimestamp === undefined &&
      !status?.conditions?.some((one) => one.type === "Ready" && one.status === "True"),
  );
}

/**
 * What keeps pods from being ready, each as `pod: reason: message` or `pod (container): reason: message`; nothing of
 * those that are. What a container tells goes before the pod's own condition, which names no more than the container.
 * Source: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/
 */
export function hindrances(pods: Pods): string[] {
  return unready(pods).flatMap(({ metadata, status }) => {
    const { conditions = [], initContainerStatuses = [], containerStatuses = [] } = status ?? {};
    const unmet = (type: string) =>
      conditions
        .filter((one) => one.type === type && one.status === "False")
        .map((one) => reasonOf(one));
    const found = [
      // Of a pod that a node has refused or evicted.
      reasonOf(status ?? {}),
      ...unmet("PodScheduled"),
    ].filter(Boolean);
    const ofContainers = [
      ...initContainerStatuses.map((one) => [`init container ${one.name}`, tellOf(one)] as const),
      ...containerStatuses.map((one) => [one.name, tellOf(one)] as const),
    ].filter(([, told]) => told !== "");
    const pod = metadata?.name ?? "";
    const told = [
      ...found.map((one) => `${pod}: ${one}`),
      ...ofContainers.map(([container, one]) => `${pod} (${container}): ${one}`),
    ];
    const [rest = "not ready, for no reason that it tells"] = [
      ...unmet("Ready"),
      ...unmet("ContainersReady"),
    ].filter(Boolean);
    return told.length > 0 ? told : [`${pod}: ${rest}`];
  });
}

/** What a container waits for, or how it ends; "" if it is not the one. */
function tellOf({ ready, state, lastState }: ContainerStatus): string {
  const before = lastState?.terminated ? [`ended before with ${endOf(lastState.terminated)}`] : [];
  // A container that waits for init containers tells nothing that these do not.
  if (state?.waiting && state.waiting.reason !== "PodInitializing") {
    return [reasonOf(state.waiting), ...before].filter(Boolean).join(", ");
  }
  if (state?.terminated && state.terminated.exitCode !== 0) {
    return `ended with ${endOf(state.terminated)}`;
  }
  return state?.running && ready !== true ? ["runs, but is not ready", ...before].join(", ") : "";
}

function endOf({ reason, exitCode }: Terminated): string {
  return [reason, exitCode === undefined ? "" : `(exit code ${exitCode})`]
    .filter(Boolean)
    .join(" ");
}

function reasonOf({ reason, message }: Reason): string {
  return [reason, message].filter(Boolean).join(": ");
}
