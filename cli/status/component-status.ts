import { reasonOf, rolloutsIn } from "../../stacks/control-planes/stuck";
import { imageVersion } from "../../stacks/versions/image-version";

/**
 * How a component is:
 * - NONE: the cluster does not have it
 * - DEPLOY: it is there, and has no pods yet
 * - STARTING: its first pods are not ready
 * - RUNNING: all of its pods are ready, and as they should be
 * - UPDATE: it serves, while some of its pods are still to be replaced or to come
 * - FAILED: its pods cannot be made, or have not become ready in the time that they had
 * - UNKNOWN: nobody could be asked
 */
export type State = "NONE" | "DEPLOY" | "STARTING" | "RUNNING" | "UPDATE" | "FAILED" | "UNKNOWN";

/** The part of a Deployment that tells how it is: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/ */
export interface LiveDeployment {
  readonly metadata?: { readonly name?: string; readonly generation?: number };
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: {
      readonly spec?: {
        readonly containers?: readonly { readonly name?: string; readonly image?: string }[];
      };
    };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly unavailableReplicas?: number;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status?: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
  };
}

/** How one component is. */
export interface ComponentStatus {
  readonly state: State;
  /** Ready pods of those that are wanted, as in `1/2`; undefined where it is not there. */
  readonly ready?: string;
  /** That the tag of its image says, without the variant; undefined where an injector chooses it. */
  readonly version?: string;
  /** Why it is not RUNNING, as far as the Deployment says. */
  readonly message?: string;
}

/** @param live undefined if the cluster has none of that name */
export function componentStatus(live: LiveDeployment | undefined): ComponentStatus {
  if (live === undefined) {
    return { state: "NONE" };
  }
  const { spec, status = {} } = live;
  const wanted = spec?.replicas ?? 1;
  const ready = status.readyReplicas ?? 0;
  const failure = status.conditions?.find(isFailure);
  const state = failure ? "FAILED" : stateOf(live, wanted, ready);
  const version = versionOf(live);
  const message = failure && reasonOf(failure);
  return {
    state,
    ready: `${ready}/${wanted}`,
    ...(version === undefined ? {} : { version }),
    ...(message ? { message } : {}),
  };
}

function stateOf(live: LiveDeployment, wanted: number, ready: number): State {
  const { metadata, status = {} } = live;
  const isSeen = status.observedGeneration === metadata?.generation;
  const isCurrent = status.updatedReplicas === wanted && status.replicas === wanted;
  if (isSeen && ready === wanted && (wanted === 0 || (isCurrent && isRolledOut(live)))) {
    return "RUNNING";
  }
  if (ready > 0) {
    return "UPDATE";
  }
  return (status.replicas ?? 0) > 0 ? "STARTING" : "DEPLOY";
}

function isRolledOut(live: Pick<LiveDeployment, "status">): boolean {
  return rolloutsIn({ items: [{ status: live.status ?? {} }] }).length === 0;
}

function isFailure({ type, status }: { readonly type: string; readonly status?: string }): boolean {
  return type === "ReplicaFailure"
    ? status === "True"
    : type === "Progressing" && status === "False";
}

/**
 * Of the container with which the Deployment's name ends, else of the first: `istio-prometheus-server` has a reloader before
 * its `prometheus-server`. An injected gateway has `auto` for its image.
 */
function versionOf({ metadata, spec }: LiveDeployment): string | undefined {
  const containers = spec?.template?.spec?.containers ?? [];
  const main = containers.find(({ name }) => name && metadata?.name?.endsWith(name));
  return imageVersion((main ?? containers[0])?.image ?? "") || undefined;
}
