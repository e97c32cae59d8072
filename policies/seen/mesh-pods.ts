import { istioNamespace, operatorNamespace } from "../../stacks/istio-names";
import { defaultChartNamespace } from "../../stacks/observability/metrics/namespace";
import { defaultCollectorNamespace } from "../../stacks/observability/traces/plan";
import { matches } from "../allow";
import { type Pods, patchedPodsOf } from "./pods";
import { asObject, namespaceOf } from "./resource";
import type { ResourceRule, Settings } from "../rule";
import { textsSetting } from "../setting";

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
export function ofMeshPods(check: (pods: Pods) => readonly string[]): ResourceRule["check"] {
  return (resource, settings) => {
    const object = asObject(resource);
    const pods = object && patchedPodsOf(object);
    return pods && isInMesh(namespaceOf(resource) ?? "default", settings) ? check(pods) : [];
  };
}
