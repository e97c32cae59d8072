import type { Severity } from "@pulumi/policy";
import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { asObject, type GroupKind, type KubernetesObject, type Resource } from "./seen/resource";
import type { Stack } from "./seen/stack";

/** What a user sets of a rule in the policy config, beside its level and what it allows; a rule knows its defaults. */
export type Settings = Readonly<Record<string, unknown>>;

interface About {
  /** In kebab-case; a policy config names the rule by it. */
  readonly name: string;
  /** What has to be, in a sentence without a full stop. */
  readonly description: string;
  /** What goes wrong where it is not. */
  readonly why: string;
  /** The config key to change, or whatever else the next step is. */
  readonly remediation: string;
  readonly severity: Severity;
  /** `mandatory` stops an update, `advisory` only says so; a policy config may set another. */
  readonly level: "advisory" | "mandatory";
  /** Page that says so. */
  readonly source: string;
  /** Schema of each of its settings, with description and default. */
  readonly settings?: Readonly<Record<string, PolicyConfigJSONSchema>>;
}

/** A rule that looks at one resource at a time, before it is made. */
export interface ResourceRule extends About {
  /** What is wrong with it: a path, the value, what is allowed. */
  check(resource: Resource, settings: Settings): readonly string[];
  /** The inputs that are right, where there is only one way to that, and it is safe; undefined to leave them. */
  remediate?(resource: Resource, settings: Settings): Record<string, unknown> | undefined;
}

/** A cluster as such, where no resource is to blame. */
export interface ClusterName {
  readonly cluster: string;
}

/** Something wrong in a stack. */
export interface Violation {
  readonly message: string;
  /** What it is about; allow-lists go by its address, or by the cluster's name where no resource is to blame. */
  readonly about: Resource | ClusterName;
}

/** A rule that looks at all resources together, when all are known. */
export interface StackRule extends About {
  checkStack(stack: Stack, settings: Settings): readonly Violation[];
}

export type Rule = ResourceRule | StackRule;

/** Rules about one thing, as the pack's page has them. */
export interface Subject {
  readonly title: string;
  readonly rules: readonly Rule[];
}

/** A check of objects of all kinds. */
export function ofObjects(
  check: (object: KubernetesObject, settings: Settings) => readonly string[],
): ResourceRule["check"] {
  return (resource, settings) => {
    const object = asObject(resource);
    return object === undefined ? [] : check(object, settings);
  };
}

/** A check of objects of some kinds. */
export function ofKinds(
  kinds: readonly GroupKind[],
  check: (object: KubernetesObject, settings: Settings) => readonly string[],
): ResourceRule["check"] {
  return ofObjects((object, settings) =>
    kinds.includes(object.groupKind) ? check(object, settings) : [],
  );
}
