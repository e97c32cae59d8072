import { setTimeout } from "node:timers/promises";
import { istioNamespace } from "../istio-names";
import type { ClusterAccess } from "../kubeconfig";
import type { MeshPlan } from "../mesh-plan";
import { ask, explain, type Explanation, type Late } from "./explanation";
import { rolloutsIn } from "./stuck";
import { type WatchedDeployment, watchedDeployments } from "./watched-deployments";

/** A cluster, and what the stack rolls out there. */
export interface WatchedCluster {
  readonly name: string;
  readonly access: ClusterAccess;
  readonly deployments: readonly WatchedDeployment[];
}

/** How the watch goes about it. */
export interface WatchOptions {
  /** How long a rollout may be under way before something is said, in ms. */
  readonly patienceMs: number;
  /** From one look to the next, in ms. @default 2 seconds */
  readonly pollMs?: number;
  readonly signal?: AbortSignal;
}

/** Says meanwhile what keeps a rollout that takes long; an `up` starts it. */
export type MeshWatch = (
  plan: Pick<MeshPlan, "primaries" | "remotes" | "kiali">,
  warn: (message: string) => void,
) => void;

/** More of them say the same of more pods. */
const mostReasons = 5;

/** The watch over every cluster that can be reached, each for what its own plan has. */
export function watchMesh(
  reached: readonly Pick<WatchedCluster, "name" | "access">[],
  readyTimeoutSeconds: number,
  signal?: AbortSignal,
): MeshWatch {
  // Soon enough for the engine to print it before it gives up.
  const patienceMs = readyTimeoutSeconds * 500;
  return ({ primaries, remotes, ...mesh }, warn) => {
    const plans = [...primaries, ...remotes];
    for (const { name, access } of reached) {
      const deployments = plans
        .filter((one) => one.name === name)
        .flatMap((one) => watchedDeployments(one, mesh));
      void watchRollouts({ name, access, deployments }, warn, {
        patienceMs,
        ...(signal ? { signal } : {}),
      });
    }
  };
}

/**
 * Looks, while an `up` runs, at the rollouts of a cluster, and says once of each that takes long what its pods wait for,
 * and which events tell of it: the engine's own error says no more than that they are not ready. It keeps no program
 * from ending.
 */
export async function watchRollouts(
  { name: cluster, access, deployments }: WatchedCluster,
  warn: (message: string) => void,
  { patienceMs, pollMs = 2_000, signal }: WatchOptions,
): Promise<void> {
  const namespaces = [...new Set(deployments.map((one) => one.namespace))];
  const since = new Map<WatchedDeployment, number>();
  const told = new Set<WatchedDeployment>();

  const look = async (namespace: string): Promise<void> => {
    const live = await ask(access, `/apis/apps/v1/namespaces/${namespace}/deployments`);
    if (live === undefined) {
      return;
    }
    const running = rolloutsIn(live);
    const late: Late[] = [];
    for (const deployment of deployments.filter((one) => one.namespace === namespace)) {
      const rollout = running.find((one) => one.name === deployment.name);
      if (rollout === undefined) {
        since.delete(deployment);
        continue;
      }
      const began = since.get(deployment) ?? Date.now();
      since.set(deployment, began);
      if (Date.now() - began >= patienceMs && !told.has(deployment)) {
        late.push({ deployment, rollout });
      }
    }
    for (const [deployment, why] of await explain(access, namespace, late)) {
      told.add(deployment);
      warn(message(cluster, deployment, why));
    }
  };

  while (!signal?.aborted && namespaces.length > 0) {
    await Promise.all(namespaces.map(look));
    await setTimeout(pollMs, undefined, { ref: false, ...(signal ? { signal } : {}) }).catch(
      () => undefined,
    );
  }
}

function message(
  cluster: string,
  { namespace, name, keys }: WatchedDeployment,
  { reasons, events }: Explanation,
): string {
  const component = namespace === istioNamespace ? name : `${namespace}/${name}`;
  const others = reasons.length - mostReasons;
  const why = [...reasons.slice(0, mostReasons), ...(others > 0 ? [`and ${others} more`] : [])];
  return [
    `cluster "${cluster}": ${component} is not rolled out yet: ${why.join("; ")}`,
    ...(events.length > 0 ? [`Events: ${events.join("; ")}`] : []),
    `What ran before goes on serving; mend the cause, or put the edit back (see ${keys.join(", ")} in the config), and run up again`,
  ]
    .map((one) => one.replace(/\s+/g, " ").replace(/\.$/, ""))
    .join(". ");
}
