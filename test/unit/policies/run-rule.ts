import type {
  PolicyResource,
  ResourceValidationArgs,
  StackValidationArgs,
  ResourceValidation,
} from "@pulumi/policy";
import * as sdk from "@pulumi/policy/proxy";
import { toPolicy } from "../../../policies/policy";
import type { Resource } from "../../../policies/seen/resource";
import type { Rule, Settings } from "../../../policies/rule";

/** What the SDK has and its types do not say: how it shows inputs to a policy, and what stands for an unknown text. */
const { unknownCheckingProxy, unknownStringValue } = sdk as unknown as {
  readonly unknownCheckingProxy: <T>(value: T) => T;
  readonly unknownStringValue: string;
};

export { unknownStringValue as unknown };

/** What a rule reports of a stack, as the engine asks it. */
export function run(rule: Rule, resources: readonly Resource[], settings: Settings = {}): string[] {
  const reported: string[] = [];
  const report = (message: string) => void reported.push(message);
  const seen = resources.map((one) => ({
    ...one,
    props: unknownCheckingProxy(one.props),
    ...(one.provider
      ? { provider: { ...one.provider, props: unknownCheckingProxy(one.provider.props) } }
      : {}),
  }));
  const getConfig = () => settings;
  const policy = toPolicy(rule);
  if ("validateStack" in policy) {
    const args = { resources: seen as unknown as PolicyResource[], getConfig };
    void policy.validateStack(args as unknown as StackValidationArgs, report);
  } else if ("validateResource" in policy) {
    for (const one of seen) {
      const args = { ...one, getConfig } as unknown as ResourceValidationArgs;
      void (policy.validateResource as ResourceValidation)(args, report);
    }
  }
  return reported;
}

/** The inputs of a resource once a rule's remediation has been over them. */
export function remedied(rule: Rule, resource: Resource, settings: Settings = {}): Resource {
  const policy = toPolicy(rule);
  const remedy = "remediateResource" in policy ? policy.remediateResource : undefined;
  const args = {
    ...resource,
    props: unknownCheckingProxy(resource.props),
    getConfig: () => settings,
  };
  const props = remedy?.(args as unknown as ResourceValidationArgs);
  return props === undefined ? resource : { ...resource, props: props as Record<string, unknown> };
}

/** The same with every value unknown, as where all depends on what `up` has still to make. */
export function allUnknown(resource: Resource): Resource {
  return { ...resource, props: leaves(resource.props) as Resource["props"] };
}

function leaves(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(leaves);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, leaves(one)]))
    : unknownStringValue;
}

/** A value once for each of its parts, with that part unknown. */
export function eachUnknown(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) {
    return [unknownStringValue];
  }
  const within = Object.entries(value).flatMap(([key, part]) =>
    eachUnknown(part).map((one) =>
      Array.isArray(value)
        ? value.map((item: unknown, at) => (String(at) === key ? one : item))
        : { ...value, [key]: one },
    ),
  );
  return [...within, unknownStringValue];
}
