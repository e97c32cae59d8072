/** The part of a Deployment that tells how its rollout goes. */
interface Deployment {
  readonly metadata?: { readonly name?: string };
  readonly spec?: { readonly selector?: { readonly matchLabels?: Labels } };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly reason?: string }[];
    readonly unavailableReplicas?: number;
  };
}

type Labels = Readonly<Record<string, string>>;

/** The part of a pod that tells what keeps it. */
interface Pod {
  readonly metadata?: { readonly name?: string; readonly deletionTimestamp?: string };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
    readonly containerStatuses?: readonly {
      readonly name: string;
      readonly state?: {
        readonly waiting?: { readonly reason?: string; readonly message?: string };
      };
    }[];
  };
}

export interface Deployments {
  readonly items?: readonly Deployment[];
}

export interface Pods {
  readonly items?: readonly Pod[];
}

/** A rollout that has not ended. */
export interface Rollout {
  readonly name: string;
  /** Labels of its pods. */
  readonly labels: Labels;
}

/** The rollouts that are under way. https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status */
export function rolloutsIn({ items = [] }: Deployments): Rollout[] {
  return items.flatMap(({ metadata, spec, status }) => {
    const progress = status?.conditions?.find((one) => one.type === "Progressing")?.reason;
    const isDone = progress === "NewReplicaSetAvailable" && !status?.unavailableReplicas;
    return isDone
      ? []
      : [{ name: metadata?.name ?? "", labels: spec?.selector?.matchLabels ?? {} }];
  });
}

/** What keeps pods from being ready, each as `pod: reason: message`; nothing of those that are. */
export function hindrances({ items = [] }: Pods): string[] {
  return items.flatMap(({ metadata, status }) => {
    const { conditions = [], containerStatuses = [] } = status ?? {};
    if (
      metadata?.deletionTimestamp !== undefined ||
      conditions.some((one) => one.type === "Ready" && one.status === "True")
    ) {
      return [];
    }
    const waiting = containerStatuses.flatMap(({ name, state }) =>
      state?.waiting ? [{ where: ` (${name})`, ...state.waiting }] : [],
    );
    const unscheduled = conditions.flatMap(({ type, status: met, reason, message }) =>
      type === "PodScheduled" && met === "False" ? [{ where: "", reason, message }] : [],
    );
    const found = [...unscheduled, ...waiting].map(({ where, reason, message }) =>
      [`${metadata?.name ?? ""}${where}`, reason, message].filter(Boolean).join(": "),
    );
    return found.length > 0
      ? found
      : [`${metadata?.name ?? ""}: not ready, for no reason that it tells`];
  });
}
