import * as os from "node:os";
import type {
  V1Container,
  V1EnvVarSource,
  V1ObjectFieldSelector,
  V1Pod,
} from "@kubernetes/client-node";
import type { ObjectSource } from "./volumes";

/** What a process may read of its pod's network identity before the status says it. */
export interface PodIdentity {
  readonly podIP: string;
  readonly hostIP: string;
}

/** The environment that a container's spec asks for. @throws Error naming the reference that cannot be resolved */
export async function containerEnvironment(
  pod: V1Pod,
  container: V1Container,
  identity: PodIdentity,
  source: ObjectSource,
): Promise<Record<string, string>> {
  const namespace = pod.metadata?.namespace ?? "";
  const env: Record<string, string> = {};
  for (const from of container.envFrom ?? []) {
    const prefix = from.prefix ?? "";
    const ref = from.secretRef ?? from.configMapRef;
    const name = ref?.name ?? "";
    const data = from.secretRef
      ? await source.secret(namespace, name)
      : await source.configMap(namespace, name);
    if (data === undefined && !ref?.optional) {
      throw new Error(`envFrom refers to ${name}, which is not there`);
    }
    for (const [key, value] of Object.entries(data ?? {})) {
      env[prefix + key] = value.toString("utf8");
    }
  }
  for (const variable of container.env ?? []) {
    const value = variable.valueFrom
      ? await valueFrom(variable.name, variable.valueFrom, pod, container, identity, source)
      : expand(variable.value ?? "", env);
    if (value !== undefined) {
      env[variable.name] = value;
    }
  }
  return env;
}

/** Replaces `$(NAME)` by the variable's value, and `$$` by `$`, as Kubernetes does in env, command and args. */
export function expand(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(/\$(?:\$|\((?<name>[^)]+)\))/g, (whole, name: string | undefined) =>
    name === undefined ? "$" : (env[name] ?? whole),
  );
}

async function valueFrom(
  name: string,
  from: V1EnvVarSource,
  pod: V1Pod,
  container: V1Container,
  identity: PodIdentity,
  source: ObjectSource,
): Promise<string | undefined> {
  const namespace = pod.metadata?.namespace ?? "";
  if (from.fieldRef) {
    return podField(pod, from.fieldRef, identity);
  }
  if (from.resourceFieldRef) {
    return resourceValue(container, from.resourceFieldRef.resource);
  }
  const ref = from.secretKeyRef ?? from.configMapKeyRef;
  const data = from.secretKeyRef
    ? await source.secret(namespace, ref?.name ?? "")
    : await source.configMap(namespace, ref?.name ?? "");
  const value = data?.[ref?.key ?? ""]?.toString("utf8");
  if (value === undefined && !ref?.optional) {
    throw new Error(
      `env ${name} refers to key ${ref?.key ?? ""} of ${ref?.name ?? ""}, which is not there`,
    );
  }
  return value;
}

/** A field of the pod, as the downward API gives it. */
export function podField(pod: V1Pod, ref: V1ObjectFieldSelector, identity: PodIdentity): string {
  const { metadata, spec } = pod;
  const keyed = /^metadata\.(?<map>labels|annotations)\['(?<key>.+)'\]$/.exec(ref.fieldPath);
  if (keyed?.groups) {
    const map = keyed.groups["map"] === "labels" ? metadata?.labels : metadata?.annotations;
    return map?.[keyed.groups["key"] ?? ""] ?? "";
  }
  const whole = {
    "metadata.labels": metadata?.labels,
    "metadata.annotations": metadata?.annotations,
  };
  if (ref.fieldPath in whole) {
    const entries = Object.entries(whole[ref.fieldPath as keyof typeof whole] ?? {});
    return entries.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join("\n");
  }
  const fields: Record<string, string | undefined> = {
    "metadata.name": metadata?.name,
    "metadata.namespace": metadata?.namespace,
    "metadata.uid": metadata?.uid,
    "spec.nodeName": spec?.nodeName,
    "spec.serviceAccountName": spec?.serviceAccountName,
    "status.podIP": identity.podIP,
    "status.podIPs": identity.podIP,
    "status.hostIP": identity.hostIP,
  };
  const value = fields[ref.fieldPath];
  if (value === undefined) {
    throw new Error(`the sandbox does not know the pod field ${ref.fieldPath}`);
  }
  return value;
}

/** What a container asks for, or its limit, or what this machine has; whole cores and bytes. */
function resourceValue(container: V1Container, resource: string): string {
  const { requests, limits } = container.resources ?? {};
  const name = resource.replace(/^(limits|requests)\./, "");
  const value = (resource.startsWith("requests.") ? requests?.[name] : undefined) ?? limits?.[name];
  const machine = name === "cpu" ? os.cpus().length : os.totalmem();
  return String(Math.ceil(value === undefined ? machine : quantity(value)));
}

const units: Readonly<Record<string, number>> = {
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};

/** The number that a Kubernetes quantity such as `500m` or `2Gi` stands for. */
export function quantity(text: string): number {
  const match = /^(?<number>[0-9.]+)(?<unit>[a-zA-Z]*)$/.exec(text);
  const unit = units[match?.groups?.["unit"] ?? ""];
  if (match?.groups === undefined || unit === undefined) {
    throw new Error(`"${text}" is no quantity`);
  }
  return Number(match.groups["number"]) * unit;
}
