import type { ConfigProblem } from "../config-error";
import { injectionAnnotation, madeForAnnotation } from "./annotations";

/** A Namespace, as far as it matters here. */
export interface NamespaceObject {
  readonly metadata?: {
    readonly name?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly managedFields?: readonly ManagedFields[];
  };
}

/** What somebody has set: https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management */
interface ManagedFields {
  readonly manager?: string;
  /** Each field by its name with `f:` before it. */
  readonly fieldsV1?: {
    readonly "f:metadata"?: { readonly "f:labels"?: object; readonly "f:annotations"?: object };
  };
}

/** A namespace of the config that asks for its proxy by `istio.io/rev`. */
export interface NamespaceByRevision {
  /** Of its injection. */
  readonly path: string;
  readonly name: string;
  readonly injection: string;
}

/** A namespace that the stack makes. */
export interface MadeNamespace {
  /** Of the first that has it made. */
  readonly path: string;
  readonly name: string;
  /** What its annotation says. */
  readonly madeFor: string;
  /** With what the stack deletes it: `its last gateway there`. */
  readonly goesWith: string;
}

/** By itself it says whether a namespace is injected, by the tag default; webhooks look at `istio.io/rev` only without it. */
export const injectionLabel = "istio-injection";

/**
 * The namespaces in which a label that the stack does not take away would win over the one that it sets.
 * @param labelled namespaces of the cluster that have that label
 */
export function injectionProblems(
  wanted: readonly NamespaceByRevision[],
  labelled: readonly NamespaceObject[],
  cluster: string,
): ConfigProblem[] {
  return wanted.flatMap(({ path, name, injection }) => {
    const live = labelled.find(({ metadata }) => metadata?.name === name);
    if (live === undefined || goesByItself(live)) {
      return [];
    }
    const value = live.metadata?.labels?.[injectionLabel] ?? "";
    const others = managers(live).flatMap((one) => (isStack(one) ? [] : (one.manager ?? [])));
    const by = others.length > 0 ? `, set by ${others.join(", ")}` : "";
    return [
      {
        path,
        message: `"${injection}", but namespace "${name}" of cluster "${cluster}" has the label ${injectionLabel}=${value}${by}, which wins; remove it: kubectl label namespace ${name} ${injectionLabel}-`,
      },
    ];
  });
}

/** Why a namespace cannot be made: one that is there already would be taken over, and deleted in the end. */
export function madeNamespaceProblems(
  { path, name, madeFor, goesWith }: MadeNamespace,
  live: NamespaceObject | undefined,
  cluster: string,
): ConfigProblem[] {
  return live === undefined || live.metadata?.annotations?.[madeForAnnotation] === madeFor
    ? []
    : [
        {
          path,
          message: `"${name}" is on cluster "${cluster}" already, and the stack would delete it with all that is in it when ${goesWith} goes; name another, which the stack makes, or leave this one to it: kubectl annotate namespace ${name} ${madeForAnnotation}=${madeFor}`,
        },
      ];
}

/** Why a namespace that the stack does not make cannot be named: it did make it, and deletes it now. */
export function leavingNamespaceProblems(
  { path, name }: Pick<MadeNamespace, "path" | "name">,
  live: NamespaceObject | undefined,
  cluster: string,
): ConfigProblem[] {
  const madeFor = live?.metadata?.annotations?.[madeForAnnotation];
  return madeFor
    ? [
        {
          path,
          message: `"${name}" of cluster "${cluster}" was made for ${madeFor} and goes with all that is in it, for nothing there has it made any more; name another, which stays`,
        },
      ]
    : [];
}

/**
 * Whether the label is the stack's alone, from when the config said `enabled` or `disabled`: it goes when the stack sets
 * the other one. A field with several managers stays until the last of them lets it go.
 */
function goesByItself(live: NamespaceObject): boolean {
  const { labels = {}, annotations = {} } = live.metadata ?? {};
  const found = managers(live);
  return (
    found.length > 0 &&
    found.every(isStack) &&
    // Else it is from a stack whose state is lost, and who manages it will never come back.
    annotations[injectionAnnotation] === labels[injectionLabel]
  );
}

/** Who has set the label. */
function managers({ metadata }: NamespaceObject): readonly ManagedFields[] {
  return (metadata?.managedFields ?? []).filter(({ fieldsV1 }) =>
    has(fieldsV1?.["f:metadata"]?.["f:labels"], injectionLabel),
  );
}

/**
 * Whether a manager is a stack of ours. Pulumi gives each resource a manager of its own:
 * https://github.com/pulumi/pulumi-kubernetes/blob/v4.25.0/provider/pkg/provider/provider.go (fieldManagerName)
 */
function isStack({ manager = "", fieldsV1 }: ManagedFields): boolean {
  const annotations = fieldsV1?.["f:metadata"]?.["f:annotations"];
  return manager.startsWith("pulumi-kubernetes-") && has(annotations, injectionAnnotation);
}

function has(fields: object | undefined, name: string): boolean {
  return fields !== undefined && Object.hasOwn(fields, `f:${name}`);
}
