import type { V1Pod, V1Service, V1ServicePort } from "@kubernetes/client-node";
import type { ClusterNetwork } from "./cluster-network";

/** An address and port that something listens on. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** Unix socket of the proxy (HTTP CONNECT) through which it is reached; by default it is reached from this machine. */
  readonly through?: string;
}

/** The target that `host:port` says. */
export function parseTarget(text: string): Target {
  const colon = text.lastIndexOf(":");
  return { host: text.slice(0, colon), port: Number(text.slice(colon + 1)) };
}

/** A ready pod behind a Service, and its port that the Service's stands for. */
export interface Backend {
  readonly pod: V1Pod;
  readonly port: number;
}

/** A Service as errors name it. */
export function describeService(cluster: ClusterNetwork, { metadata }: V1Service): string {
  return `service ${metadata?.namespace ?? ""}/${metadata?.name ?? ""} of cluster ${cluster.name}`;
}

/** Whether a Service leads to pods; one that does not has Endpoints of its owner's making. */
export function selectsPods(service: V1Service): boolean {
  return Object.keys(service.spec?.selector ?? {}).length > 0;
}

/** A Service's port by its number. @throws Error if the Service lacks it */
export function servicePort(
  cluster: ClusterNetwork,
  service: V1Service,
  port: number,
): V1ServicePort {
  const found = service.spec?.ports?.find((one) => one.port === port);
  if (found === undefined) {
    throw new Error(`${describeService(cluster, service)} has no port ${port}`);
  }
  return found;
}

/** The ready pods behind a Service's port. @throws Error if the Service lacks the port */
export function readyBackends(
  cluster: ClusterNetwork,
  service: V1Service,
  port: number,
): Backend[] {
  const target = servicePort(cluster, service, port).targetPort ?? port;
  return cluster.pods().flatMap((pod) => {
    const at = isSelected(service, pod) && isReady(pod) ? containerPort(target, pod) : undefined;
    return at === undefined ? [] : [{ pod, port: at }];
  });
}

/** The first of the pods that runs as a process, if one does. */
export function processAmong(
  cluster: ClusterNetwork,
  backends: readonly Backend[],
): Target | undefined {
  for (const { pod, port } of backends) {
    const target = cluster.process(pod.metadata?.uid ?? "", port);
    if (target !== undefined) {
      return target;
    }
  }
  return undefined;
}

/** The process behind a Service's port. @throws Error if there is none */
export function processBehind(cluster: ClusterNetwork, service: V1Service, port: number): Target {
  const target = processAmong(cluster, readyBackends(cluster, service, port));
  if (target === undefined) {
    const name = describeService(cluster, service);
    throw new Error(`${name} has no ready pod that runs as a process at port ${port}`);
  }
  return target;
}

function isSelected(service: V1Service, pod: V1Pod): boolean {
  return (
    selectsPods(service) &&
    pod.metadata?.namespace === service.metadata?.namespace &&
    hasLabels(pod, service.spec?.selector ?? {})
  );
}

/** Whether a pod has all of the labels. */
export function hasLabels(pod: V1Pod, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(labels).every(([label, value]) => pod.metadata?.labels?.[label] === value);
}

function isReady(pod: V1Pod): boolean {
  return (pod.status?.conditions ?? []).some(
    (one) => one.type === "Ready" && one.status === "True",
  );
}

/** The number of a pod's port, which may be given by name; a pod without a port of that name is no backend. */
function containerPort(port: number | string, pod: V1Pod): number | undefined {
  if (typeof port === "number") {
    return port;
  }
  const named = pod.spec?.containers
    .flatMap((one) => one.ports ?? [])
    .find((one) => one.name === port);
  return named?.containerPort;
}
