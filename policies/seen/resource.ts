import type { PolicyProviderResource, PolicyResourceOptions } from "@pulumi/policy";
import { textAt } from "../values";

/** What a policy is told of a resource: https://www.pulumi.com/docs/insights/policy/ */
export interface Resource {
  /** Its token, such as `kubernetes:core/v1:Secret`. */
  readonly type: string;
  /** Its name in the program. */
  readonly name: string;
  readonly urn: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly opts: Pick<PolicyResourceOptions, "protect" | "parent" | "additionalSecretOutputs">;
  readonly provider?: Pick<PolicyProviderResource, "type" | "name" | "props" | "urn">;
  /** By input, what it is made from; only a rule that looks at a stack is told. */
  readonly propertyDependencies?: Readonly<Record<string, readonly Resource[]>>;
}

/** API group without version, and kind: the core group's name is `core`, as in Pulumi's types. */
export type GroupKind = `${string}/${string}`;

/** An object that a stack has in a cluster. */
export interface KubernetesObject extends Resource {
  readonly groupKind: GroupKind;
  readonly kind: string;
  /** Name of the cluster: the `clusterIdentifier` of its provider, or the provider's name. */
  readonly cluster: string;
}

/** A resource as the object that it is in a cluster; undefined if it is anything else, such as a chart or a provider. */
export function asObject(resource: Resource): KubernetesObject | undefined {
  const [, group, kind] =
    /^kubernetes:(?<group>[a-z0-9.-]+)\/v[a-z0-9]+:(?<kind>\w+)$/.exec(resource.type) ?? [];
  if (
    group === undefined ||
    kind === undefined ||
    ["helm.sh", "yaml", "kustomize"].includes(group)
  ) {
    return undefined;
  }
  const { provider } = resource;
  const cluster = textAt(provider?.props, "clusterIdentifier") ?? provider?.name ?? "";
  return { ...resource, groupKind: `${group}/${kind}`, kind, cluster };
}

/** Namespace of an object; undefined if it has none. */
export function namespaceOf(object: Resource): string | undefined {
  return textAt(object.props, "metadata", "namespace");
}

/** Name of an object in its cluster; that in the program if Kubernetes is to choose one. */
export function objectName(object: Resource): string {
  return textAt(object.props, "metadata", "name") ?? object.name;
}

/** `cluster/namespace/name` of an object, without what it does not have; of anything else its name in the program. */
export function addressOf(resource: Resource): string {
  const object = asObject(resource);
  return object === undefined
    ? resource.name
    : [object.cluster, namespaceOf(object), objectName(object)]
        .filter((one) => one !== undefined && one !== "")
        .join("/");
}

export function labelOf(object: Resource, label: string): string | undefined {
  return textAt(object.props, "metadata", "labels", label);
}

export function annotationOf(object: Resource, annotation: string): string | undefined {
  return textAt(object.props, "metadata", "annotations", annotation);
}
