import type { GroupKind, KubernetesObject } from "./resource";
import { at, listAt, textAt } from "./values";

/** The pods that an object makes. */
export interface Pods {
  /** Where the pod's template stands in the object; nowhere in a pod itself. */
  readonly path: readonly string[];
  /** Metadata and spec of a pod. */
  readonly template: unknown;
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
  "apps/StatefulSet": template,
  "batch/Job": template,
  "batch/CronJob": ["spec", "jobTemplate", ...template],
  "core/Pod": [],
};

/** Lists of a pod's spec that hold containers. */
export const containerLists = ["initContainers", "containers"] as const;

/** Undefined for an object that makes no pods. */
export function podsOf({ groupKind, props }: KubernetesObject): Pods | undefined {
  const path = templates[groupKind];
  if (path === undefined) {
    return undefined;
  }
  return {
    path,
    template: at(props, ...path),
    containers: containerLists.flatMap((list) =>
      listAt(props, ...path, "spec", list).map((fields) => ({
        place: [...path, "spec", `${list}[${textAt(fields, "name") ?? ""}]`].join("."),
        fields,
        isInjected: textAt(fields, "image") === "auto",
      })),
    ),
  };
}

/**
 * Whether pods are Istio's gateways, which no label says of all of them.
 * Source: https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#customizing-injection
 */
export function isGateway({ template }: Pods): boolean {
  const templates = textAt(template, "metadata", "annotations", "inject.istio.io/templates") ?? "";
  return templates.split(",").includes("gateway");
}
