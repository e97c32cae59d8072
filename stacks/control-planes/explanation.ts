import type { ClusterAccess } from "../kubeconfig";
import { NotAllowed, readObject } from "../read-object";
import { signIn } from "../sign-in";
import { lacking, progress, refusals, type Rollout } from "./stuck";
import { hindrances, unready } from "./stuck-pods";
import { type Involved, newestEvents } from "./warning-events";
import type { WatchedDeployment } from "./watched-deployments";

/** A rollout that takes too long. */
export interface Late {
  readonly deployment: WatchedDeployment;
  readonly rollout: Rollout;
}

/** What keeps a Deployment, and the newest events of it. */
export interface Explanation {
  readonly reasons: readonly string[];
  readonly events: readonly string[];
}

/** Of each whose pods can be asked for; the namespace's events are asked for once. */
export async function explain(
  access: ClusterAccess,
  namespace: string,
  late: readonly Late[],
): Promise<(readonly [WatchedDeployment, Explanation])[]> {
  if (late.length === 0) {
    return [];
  }
  const warnings = ask(
    access,
    `/api/v1/namespaces/${namespace}/events?fieldSelector=${encodeURIComponent("type=Warning")}`,
  );
  const explained = late.map(async ({ deployment, rollout }) => {
    const selector = `labelSelector=${encodeURIComponent(selectorOf(rollout))}`;
    const [pods, replicaSets = {}, events = {}] = await Promise.all([
      ask(access, `/api/v1/namespaces/${namespace}/pods?${selector}`),
      ask(access, `/apis/apps/v1/namespaces/${namespace}/replicasets?${selector}`),
      warnings,
    ]);
    if (pods === undefined) {
      return [];
    }
    const found = [...refusals(rollout, replicaSets), ...hindrances(pods)];
    const named = (kind: Involved["kind"], objects: ReturnType<typeof unready | typeof lacking>) =>
      objects.map(({ metadata }) => ({ kind, name: metadata?.name ?? "" }));
    const involved: Involved[] = [
      { kind: "Deployment", name: rollout.name },
      ...named("ReplicaSet", lacking(replicaSets)),
      ...named("Pod", unready(pods)),
    ];
    const reasons = found.length > 0 ? found : [progress(rollout)];
    return [[deployment, { reasons, events: newestEvents(events, involved) }] as const];
  });
  return (await Promise.all(explained)).flat();
}

function selectorOf({ labels }: Rollout): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

/** Undefined if it cannot be asked now but may be later; that an API server does not answer others say. */
export async function ask(access: ClusterAccess, path: string): Promise<object | undefined> {
  try {
    return (await readObject(await signIn(access), path)) ?? {};
  } catch (error) {
    return error instanceof NotAllowed ? {} : undefined;
  }
}
