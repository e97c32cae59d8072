import { defaultChartNamespace } from "../stacks/observability/metrics/namespace";
import { defaultCollectorNamespace } from "../stacks/observability/traces/plan";
import { istioNamespace, operatorNamespace } from "../stacks/istio-names";
import { matches } from "./allow";
import { asObject, namespaceOf, type KubernetesObject } from "./resource";
import type { ResourceRule, Settings } from "./rule";
import { textsSetting } from "./setting";
import { at, fieldsAt, listAt } from "./values";

/** What a pod is made from. */
export interface PodTemplate {
  /** Of its object: `spec.template.`, or nothing for a pod itself. */
  readonly path: string;
  readonly labels: Readonly<Record<string, unknown>>;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly spec: unknown;
}

/** Where objects have their pods' template, by kind. */
const templates: Readonly<Record<string, readonly string[]>> = {
  "core/Pod": [],
  "core/PodTemplate": ["template"],
  "core/ReplicationController": ["spec", "template"],
  "apps/DaemonSet": ["spec", "template"],
  "apps/Deployment": ["spec", "template"],
  "apps/ReplicaSet": ["spec", "template"],
  "apps/StatefulSet": ["spec", "template"],
  "batch/Job": ["spec", "template"],
  "batch/CronJob": ["spec", "jobTemplate", "spec", "template"],
};

/** The template of an object that is a pod or makes pods, also where a patch sets a part of it; undefined for any other. */
export function podTemplateOf({ groupKind, props }: KubernetesObject): PodTemplate | undefined {
  const path = templates[groupKind.replace(/Patch$/, "")];
  const template = path && at(props, ...path);
  return (
    path && {
      path: path.map((key) => `${key}.`).join(""),
      labels: fieldsAt(template, "metadata", "labels"),
      annotations: fieldsAt(template, "metadata", "annotations"),
      spec: at(template, "spec"),
    }
  );
}

/** Containers of a pod with their path in its spec, those that run first included. */
export function containersOf({ path, spec }: PodTemplate): readonly (readonly [string, unknown])[] {
  return ["initContainers", "containers"].flatMap((field) =>
    listAt(spec, field).map((one, i) => [`${path}spec.${field}[${i}]`, one] as const),
  );
}

/** What has to do without a proxy: Kubernetes, Istio itself, and what looks at the mesh, where the stack puts that. */
export const outside = textsSetting(
  "outside",
  ["kube-*", istioNamespace, operatorNamespace, defaultCollectorNamespace, defaultChartNamespace],
  "Namespaces whose pods are not of the mesh; * stands for any text.",
);

/** Whether pods of a namespace are to have a proxy. */
export function isInMesh(namespace: string, settings: Settings): boolean {
  return !outside.read(settings).some((pattern) => matches(namespace, pattern));
}

/** A check of pods that are to be in the mesh. */
export function ofMeshPods(check: (pod: PodTemplate) => readonly string[]): ResourceRule["check"] {
  return (resource, settings) => {
    const object = asObject(resource);
    const pod = object && podTemplateOf(object);
    return pod && isInMesh(namespaceOf(resource) ?? "default", settings) ? check(pod) : [];
  };
}
