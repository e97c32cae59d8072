import { processPodCondition } from "./kubelet/pod-images";

/**
 * What kwok (https://kwok.sigs.k8s.io/docs/user/stages-configuration/) does with pods: those whose image runs as a
 * process are the process runtime's and left alone, and so are those that were not injected; all others are ready at
 * once, complete if they are of a Job, and are gone when deleted.
 */
export function kwokConfig(hasDataPlane: boolean): string {
  const simulated = {
    key: processPodCondition(hasDataPlane),
    operator: "NotIn",
    values: ["true"],
  };
  return [podReady, podComplete, podDelete]
    .map(({ name, matchExpressions, next }) =>
      JSON.stringify(stage(name, [...matchExpressions, simulated], next)),
    )
    .join("\n---\n");
}

const notDeleted = { key: ".metadata.deletionTimestamp", operator: "DoesNotExist" };

const runningContainer = `
- image: {{ .image | Quote }}
  name: {{ .name | Quote }}
  ready: true
  started: true
  restartCount: 0
  state: { running: { startedAt: {{ $now | Quote }} } }`;

const endedContainer = `
- image: {{ .image | Quote }}
  name: {{ .name | Quote }}
  ready: true
  restartCount: 0
  state: { terminated: { exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }} } }`;

const podReady = {
  name: "pod-ready",
  matchExpressions: [notDeleted, { key: ".status.podIP", operator: "DoesNotExist" }],
  next: {
    statusTemplate: `
{{ $now := Now }}
phase: Running
startTime: {{ $now | Quote }}
hostIP: {{ NodeIPWith .spec.nodeName | Quote }}
podIP: {{ PodIPWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) | Quote }}
conditions:
{{ range list "Initialized" "PodReadyToStartContainers" "ContainersReady" "Ready" }}
- { type: {{ . }}, status: "True", lastTransitionTime: {{ $now | Quote }} }
{{ end }}
containerStatuses:
{{ range .spec.containers }}${runningContainer}
{{ end }}
initContainerStatuses:
{{ range .spec.initContainers }}{{ if eq .restartPolicy "Always" }}${runningContainer}{{ else }}${endedContainer}{{ end }}
{{ end }}`,
  },
};

const podComplete = {
  name: "pod-complete",
  matchExpressions: [
    notDeleted,
    { key: ".status.phase", operator: "In", values: ["Running"] },
    { key: ".metadata.ownerReferences.[].kind", operator: "In", values: ["Job"] },
  ],
  next: {
    statusTemplate: `
{{ $now := Now }}
phase: Succeeded
containerStatuses:
{{ range .spec.containers }}${endedContainer}
{{ end }}`,
  },
};

const podDelete = {
  name: "pod-delete",
  matchExpressions: [{ key: ".metadata.deletionTimestamp", operator: "Exists" }],
  next: { finalizers: { empty: true }, delete: true },
};

function stage(name: string, matchExpressions: readonly object[], next: object): object {
  return {
    apiVersion: "kwok.x-k8s.io/v1alpha1",
    kind: "Stage",
    metadata: { name },
    spec: {
      resourceRef: { apiGroup: "v1", kind: "Pod" },
      selector: { matchExpressions },
      next,
    },
  };
}
