interface Condition {
  readonly type: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
}

type Labels = Readonly<Record<string, string>>;

/** The part of a Deployment that tells how its rollout goes. */
interface Deployment {
  readonly metadata?: { readonly name?: string };
  readonly spec?: { readonly selector?: { readonly matchLabels?: Labels } };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly unavailableReplicas?: number;
  };
}

/** The part of a ReplicaSet that tells whether it has its pods. */
interface ReplicaSet {
  readonly metadata?: { readonly name?: string };
  readonly spec?: { readonly replicas?: number };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly readyReplicas?: number;
  };
}

export interface Deployments {
  readonly items?: readonly Deployment[];
}

export interface ReplicaSets {
  readonly items?: readonly ReplicaSet[];
}

/** A rollout that has not ended. */
export interface Rollout {
  readonly name: string;
  /** Labels of its pods. */
  readonly labels: Labels;
  /** Of its Deployment. */
  readonly conditions: readonly Condition[];
}

/** The rollouts that are under way. https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status */
export function rolloutsIn({ items = [] }: Deployments): Rollout[] {
  return items.flatMap(({ metadata, spec, status }) => {
    const conditions = status?.conditions ?? [];
    const progress = conditions.find((one) => one.type === "Progressing")?.reason;
    const isDone = progress === "NewReplicaSetAvailable" && !status?.unavailableReplicas;
    const labels = spec?.selector?.matchLabels ?? {};
    return isDone ? [] : [{ name: metadata?.name ?? "", labels, conditions }];
  });
}

/** The ReplicaSets that have fewer ready pods than they should: not the one that still serves, nor those of the past. */
export function lacking({ items = [] }: ReplicaSets): ReplicaSet[] {
  return items.filter(({ spec, status }) => (spec?.replicas ?? 1) > (status?.readyReplicas ?? 0));
}

/**
 * Why pods are not made (a quota, Pod Security, a webhook that does not answer), or no longer waited for, each as
 * `object: reason: message`. A Deployment repeats what its ReplicaSet says, which is told once.
 */
export function refusals({ name, conditions }: Rollout, replicaSets: ReplicaSets): string[] {
  const told = new Map<string, string>();
  const objects = [
    { name, conditions },
    ...lacking(replicaSets).map(({ metadata, status }) => ({
      name: metadata?.name ?? "",
      conditions: status?.conditions ?? [],
    })),
  ];
  for (const object of objects) {
    for (const condition of object.conditions.filter(isRefusal)) {
      const why = reasonOf(condition);
      told.set(why, told.get(why) ?? object.name);
    }
  }
  return [...told].map(([why, object]) => `${object}: ${why}`);
}

/** How far the Deployment says that it is, for want of anything that keeps it. */
export function progress({ name, conditions }: Rollout): string {
  const progressing = conditions.find((one) => one.type === "Progressing");
  return `${name}: ${progressing ? reasonOf(progressing) : "no controller has looked at it yet"}`;
}

function isRefusal({ type, status }: Condition): boolean {
  return type === "ReplicaFailure"
    ? status === "True"
    : type === "Progressing" && (status === "False" || status === "Unknown");
}

/** As `reason: message`, with what there is of the two. */
export function reasonOf({ reason, message }: Pick<Condition, "reason" | "message">): string {
  return [reason, message].filter(Boolean).join(": ");
}
