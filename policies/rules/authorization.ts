import { istioNamespace } from "../../stacks/istio-names";
import { primariesWithout } from "../seen/mesh-wide";
import { annotationOf, type KubernetesObject } from "../seen/resource";
import { ofKinds, type ResourceRule, type StackRule, type Subject } from "../rule";
import { textsSetting } from "../setting";
import { at, fieldsAt, listAt, textAt, textsAt } from "../values";

const authorizationPolicy = "security.istio.io/AuthorizationPolicy";
const bestPractices = "https://istio.io/latest/docs/ops/best-practices/security/";

const dryRunAnnotation = "istio.io/dry-run";

/** What istiod reads as a yes there: https://pkg.go.dev/strconv#ParseBool */
function isDryRun(policy: KubernetesObject): boolean {
  return /^(1|t|T|true|TRUE|True)$/.test(annotationOf(policy, dryRunAnnotation) ?? "");
}

function actionOf({ props }: KubernetesObject): string {
  return textAt(props, "spec", "action") ?? "ALLOW";
}

const meshWideDefaultDeny: StackRule = {
  name: "mesh-wide-default-deny",
  description: "Every primary has an AuthorizationPolicy for the whole mesh that allows nothing",
  why: "Without it a workload that no policy names lets every identity of the mesh call it.",
  remediation: "set security.defaultDeny to true, once policies allow what has to be",
  severity: "high",
  level: "advisory",
  source: `${bestPractices}#use-default-deny-patterns`,
  checkStack: (stack) =>
    primariesWithout(
      stack,
      authorizationPolicy,
      (policy) =>
        actionOf(policy) === "ALLOW" &&
        listAt(policy.props, "spec", "rules").length === 0 &&
        !isDryRun(policy),
    ).map((cluster) => ({
      message: `no AuthorizationPolicy of ${istioNamespace} without a selector is an ALLOW without spec.rules`,
      about: { cluster },
    })),
};

const tolerated = textsSetting(
  "tolerated",
  // istiod itself advises to give the ports of a DENY, which otherwise holds for every port that is not HTTP:
  // https://github.com/istio/istio/blob/1.22.0/pkg/config/validation/validation.go (ValidateAuthorizationPolicy)
  ["ports"],
  "Fields that may be in a policy of either action.",
);

/** Each field by which a policy's rules match, with its path. */
function matchersOf({ props }: KubernetesObject): readonly (readonly [string, string])[] {
  return listAt(props, "spec", "rules").flatMap((rule, index) =>
    [
      ...listAt(rule, "from").map((one, i) => [`from[${i}].source`, at(one, "source")] as const),
      ...listAt(rule, "to").map((one, i) => [`to[${i}].operation`, at(one, "operation")] as const),
      ...listAt(rule, "when").map((one, i) => [`when[${i}]`, one] as const),
    ].flatMap(([path, matcher]) =>
      Object.keys(fieldsAt(matcher))
        .filter((field) => listAt(matcher, field).length > 0)
        .map((field) => [`spec.rules[${index}].${path}`, field] as const),
    ),
  );
}

const failClosedAuthorization: ResourceRule = {
  name: "fail-closed-authorization",
  description:
    "AuthorizationPolicies that ALLOW say what is allowed, those that DENY say what is not denied",
  why: "Where proxy and application read a request differently, an ALLOW by notPaths lets it through, and so does a DENY by paths; the other way round the worst is a 403 too many.",
  remediation:
    "say the contrary: paths in place of notPaths in an ALLOW, notPaths in place of paths in a DENY",
  severity: "high",
  level: "mandatory",
  source: `${bestPractices}#use-allow-with-positive-matching-and-deny-with-negative-match-patterns`,
  settings: tolerated.schema,
  check: ofKinds([authorizationPolicy], (policy, settings) => {
    const action = actionOf(policy);
    const isRight: Readonly<Record<string, (field: string) => boolean>> = {
      ALLOW: (field) => !isNegative(field),
      DENY: isNegative,
    };
    return matchersOf(policy)
      .filter(([, field]) => !tolerated.read(settings).includes(field))
      .filter(([, field]) => isRight[action]?.(field) === false)
      .map(
        ([path, field]) =>
          `${path}.${field} is in a policy with action ${action}, expected ${contraryOf(field)}`,
      );
  }),
};

function isNegative(field: string): boolean {
  return /^not[A-Z]/.test(field);
}

function contraryOf(field: string): string {
  const [first = "", ...others] = isNegative(field) ? field.slice("not".length) : field;
  return isNegative(field)
    ? first.toLowerCase() + others.join("")
    : `not${first.toUpperCase()}${others.join("")}`;
}

/** Patterns that any identity fits, or any of a trust domain: https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source */
const anyone = /^([^/]*\/(ns\/)?)?\*$/;

const noAllowAllAuthorization: ResourceRule = {
  name: "no-allow-all-authorization",
  description: "No AuthorizationPolicy allows every request, every principal or every namespace",
  why: "An empty rule, or a * in place of an identity, undoes the mesh's default deny by accident.",
  remediation: "name the principals or namespaces that may, in from",
  severity: "critical",
  level: "mandatory",
  source:
    "https://istio.io/latest/docs/concepts/security/#allow-nothing-deny-all-and-allow-all-policy",
  check: ofKinds([authorizationPolicy], (policy) =>
    actionOf(policy) === "ALLOW"
      ? listAt(policy.props, "spec", "rules").flatMap((rule, at) =>
          [...(matchesAll(rule) ? [" matches every request"] : []), ...anyoneIn(rule)].map(
            (problem) => `spec.rules[${at}]${problem}`,
          ),
        )
      : [],
  ),
};

function matchesAll(rule: unknown): boolean {
  const to = listAt(rule, "to");
  const matchesAny = (operation: unknown) =>
    Object.keys(fieldsAt(operation)).every((field) => textsAt(operation, field).includes("*"));
  return (
    listAt(rule, "from").length === 0 &&
    listAt(rule, "when").length === 0 &&
    (to.length === 0 || to.some((one) => matchesAny(fieldsAt(one, "operation"))))
  );
}

const identityKeys = ["source.principal", "source.namespace"];

function anyoneIn(rule: unknown): readonly string[] {
  return [
    ...listAt(rule, "from").flatMap((one, i) =>
      ["principals", "namespaces"].map(
        (field) => [`from[${i}].source.${field}`, textsAt(one, "source", field)] as const,
      ),
    ),
    ...listAt(rule, "when").flatMap((one, i) =>
      identityKeys.includes(textAt(one, "key") ?? "")
        ? [[`when[${i}].values`, textsAt(one, "values")] as const]
        : [],
    ),
  ].flatMap(([path, values]) =>
    values
      .filter((value) => anyone.test(value))
      .map((value) => `.${path} has ${value}, expected names of principals or namespaces`),
  );
}

const noDryRunAuthorization: ResourceRule = {
  name: "no-dry-run-authorization",
  description: "No AuthorizationPolicy is a dry run",
  why: "It stands there like any other, but denies nothing: proxies only log what it would have done.",
  remediation: `take the annotation ${dryRunAnnotation} away; name the policy in \`allow\` while it is tried out`,
  severity: "high",
  level: "mandatory",
  source: "https://istio.io/latest/docs/tasks/security/authorization/authz-dry-run/",
  check: ofKinds([authorizationPolicy], (policy) =>
    isDryRun(policy)
      ? [
          `metadata.annotations["${dryRunAnnotation}"] is ${annotationOf(policy, dryRunAnnotation) ?? ""}, expected none`,
        ]
      : [],
  ),
};

export const authorization: Subject = {
  title: "Authorization",
  rules: [
    meshWideDefaultDeny,
    failClosedAuthorization,
    noAllowAllAuthorization,
    noDryRunAuthorization,
  ],
};
