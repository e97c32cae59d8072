import { setTimeout } from "node:timers/promises";
import type { ClusterAccess } from "../kubeconfig";
import { readObject } from "../read-object";
import { signIn } from "../sign-in";
import { hindrances, type Rollout, rolloutsIn } from "./stuck";

/** Istio's and ours: control planes, and gateways that stand beside them. */
const namespace = "istio-system";

/** How the watch goes about it. */
export interface WatchOptions {
  /** How long a rollout may be under way before something is said, in ms. */
  readonly patienceMs: number;
  /** From one look to the next, in ms. @default 2 seconds */
  readonly pollMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Looks, while an `up` runs, at the rollouts of a cluster, and says once of each that takes long what its pods wait for:
 * the engine's own error says no more than that they are not ready. It keeps no program from ending.
 */
export async function watchRollouts(
  cluster: string,
  access: ClusterAccess,
  warn: (message: string) => void,
  { patienceMs, pollMs = 2_000, signal }: WatchOptions,
): Promise<void> {
  const since = new Map<string, number>();
  const told = new Set<string>();
  while (!signal?.aborted) {
    const rollouts = await ask(access, `/apis/apps/v1/namespaces/${namespace}/deployments`);
    const running = rolloutsIn(rollouts);
    for (const name of [...since.keys()].filter((one) => !running.some((r) => r.name === one))) {
      since.delete(name);
    }
    for (const rollout of running) {
      const began = since.get(rollout.name) ?? Date.now();
      since.set(rollout.name, began);
      if (Date.now() - began >= patienceMs && !told.has(rollout.name)) {
        const found = hindrances(await ask(access, podsOf(rollout)));
        if (found.length > 0) {
          told.add(rollout.name);
          warn(message(cluster, rollout, found));
        }
      }
    }
    await setTimeout(pollMs, undefined, { ref: false, ...(signal ? { signal } : {}) }).catch(
      () => undefined,
    );
  }
}

function message(cluster: string, { name }: Rollout, found: readonly string[]): string {
  return `cluster "${cluster}": ${name} is not rolled out yet: ${found.join("; ")}. What ran before goes on serving; mend it, or put the edit back, and run up again`;
}

function podsOf({ labels }: Rollout): string {
  const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(selector.join(","))}`;
}

/** What cannot be asked now may be asked later; that an API server does not answer others say. */
async function ask(access: ClusterAccess, path: string): Promise<object> {
  try {
    return (await readObject(await signIn(access), path)) ?? {};
  } catch {
    return {};
  }
}
