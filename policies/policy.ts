import type {
  Policy,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { allowSchema, isAllowed, placeOf } from "./allow";
import { decided } from "./decided";
import type { ResourceRule, Rule, Settings, StackRule, Violation } from "./rule";
import { Stack } from "./seen/stack";

/** A rule as Pulumi's policy engine has it. */
export function toPolicy(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  const policy: Policy = {
    name: rule.name,
    description: rule.description,
    enforcementLevel: rule.level,
    severity: rule.severity,
    remediationSteps: rule.remediation,
    url: rule.source,
    configSchema: { properties: { allow: allowSchema, ...rule.settings } },
  };
  return "checkStack" in rule
    ? { ...policy, validateStack: validateStack(rule) }
    : {
        ...policy,
        validateResource: validateResource(rule),
        ...(rule.remediate ? { remediateResource: remediateResource(rule) } : {}),
      };
}

function validateResource(rule: ResourceRule) {
  return (args: ResourceValidationArgs, report: ReportViolation): void => {
    const settings = args.getConfig<Settings>();
    const { found } = decided([args], (resource) =>
      rule
        .check(resource, settings)
        .filter(() => !isAllowed(resource, settings))
        .map((message) => sentence({ message, about: resource }, rule)),
    );
    found.forEach((message) => report(message));
  };
}

function remediateResource(rule: ResourceRule) {
  return (args: ResourceValidationArgs): Record<string, unknown> | undefined => {
    const settings = args.getConfig<Settings>();
    const { found } = decided([args], (resource) =>
      isAllowed(resource, settings) ? [] : [rule.remediate?.(resource, settings)],
    );
    return found[0];
  };
}

function validateStack(rule: StackRule) {
  return (args: StackValidationArgs, report: ReportViolation): void => {
    const settings = args.getConfig<Settings>();
    const { found } = decided([new Stack(args.resources)], (stack) =>
      rule.checkStack(stack, settings),
    );
    const { found: known } = decided(found, (one) =>
      isAllowed(one.about, settings)
        ? []
        : [{ message: sentence(one, rule), urn: "urn" in one.about ? one.about.urn : undefined }],
    );
    known.forEach(({ message, urn }) => report(message, urn));
  };
}

function sentence({ message, about }: Violation, { remediation }: Rule): string {
  return `${placeOf(about)}: ${message}; ${remediation}`;
}
