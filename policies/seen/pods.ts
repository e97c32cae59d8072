import { proxyContainer } from "../../stacks/istio-names";
import type { GroupKind, KubernetesObject } from "./resource";
import { at, fieldsAt, listAt, textAt } from "../values";

/** The pods that an object makes. */
export interface Pods {
  /** Where the pod's template stands in the object; nowhere in a pod itself. */
  readonly path: readonly string[];
  /** The same as the beginning of a field's path, such as `spec.template.`. */
  readonly prefix: string;
  readonly labels: Readonly<Record<string, unknown>>;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly spec: unknown;
  /** Those that run first included. */
  readonly containers: readonly Container[];
}

export interface Container {
  /** Where it stands in the object, such as `spec.template.spec.containers[discovery]`. */
  readonly place: string;
  readonly fields: unknown;
  /** Whether istiod's webhook fills it in: https://istio.io/latest/docs/setup/additional-setup/gateway/ */
  readonly isInjected: boolean;
}

const template = ["spec", "template"] as const;
const templates: Readonly<Partial<Record<GroupKind, readonly string[]>>> = {
  "apps/Deployment": template,
  "apps/DaemonSet": template,
  "apps/ReplicaSet": template,
  "apps/StatefulSet": template,
  "batch/Job": template,
  "batch/CronJob": ["spec", "jobTemplate", ...template],
  "core/Pod": [],
  "core/PodTemplate": ["template"],
  "core/ReplicationController": template,
};

/** Lists of a pod's spec that hold containers. */
export const containerLists = ["initContainers", "containers"] as const;

/** Undefined for an object that makes no pods. */
export function podsOf({ groupKind, props }: KubernetesObject): Pods | undefined {
  const path = templates[groupKind];
  if (path === undefined) {
    return undefined;
  }
  const pod = at(props, ...path);
  return {
    path,
    prefix: path.map((key) => `${key}.`).join(""),
    labels: fieldsAt(pod, "metadata", "labels"),
    annotations: fieldsAt(pod, "metadata", "annotations"),
    spec: at(pod, "spec"),
    containers: containerLists.flatMap((list) =>
      listAt(pod, "spec", list).map((fields) => ({
        place: [...path, "spec", `${list}[${textAt(fields, "name") ?? ""}]`].join("."),
        fields,
        isInjected: textAt(fields, "image") === "auto",
      })),
    ),
  };
}

/** What a patch says of the pods of the object that it is for; the pods of any other object. */
export function patchedPodsOf(object: KubernetesObject): Pods | undefined {
  const groupKind = object.groupKind.replace(/Patch$/, "") as GroupKind;
  return podsOf({ ...object, groupKind });
}

/**
 * Whether pods are Istio's gateways, which no label says of all of them.
 * Source: https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#customizing-injection
 */
export function isGateway({ annotations, containers }: Pods): boolean {
  const used = textAt(annotations, "inject.istio.io/templates") ?? "";
  return (
    used.split(",").includes("gateway") ||
    containers.some(
      ({ fields }) =>
        textAt(fields, "name") === proxyContainer &&
        /^auto$|(^|\/)proxyv2[:@]/.test(textAt(fields, "image") ?? ""),
    )
  );
}
