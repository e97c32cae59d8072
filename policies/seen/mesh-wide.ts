import { istioNamespace } from "../../stacks/istio-names";
import { decided } from "../decided";
import { type GroupKind, type KubernetesObject, namespaceOf } from "./resource";
import type { Stack } from "./stack";
import { at, fieldsAt } from "../values";

/**
 * Whether an object of Istio's security API is for all pods of the mesh. A selector without labels is none.
 * Source: https://istio.io/latest/docs/reference/config/type/workload-selector/
 */
export function isMeshWide(object: KubernetesObject): boolean {
  const spec = at(object.props, "spec");
  return (
    namespaceOf(object) === istioNamespace &&
    Object.keys(fieldsAt(spec, "selector", "matchLabels")).length === 0 &&
    at(spec, "targetRef") === undefined &&
    at(spec, "targetRefs") === undefined
  );
}

/** Primaries that have no such object for the whole mesh; not those of which a preview cannot tell. */
export function primariesWithout(
  stack: Stack,
  kind: GroupKind,
  isSuch: (object: KubernetesObject) => boolean,
): readonly string[] {
  return stack.clusters
    .filter((one) => one.primary === undefined)
    .map((one) => one.name)
    .filter((name) => {
      const { found, undecided } = decided(
        stack.of(kind),
        (one) => one.cluster === name && isMeshWide(one) && isSuch(one),
      );
      return undecided.length === 0 && !found.includes(true);
    });
}
