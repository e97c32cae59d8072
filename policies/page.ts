import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { allowSchema } from "./allow";
import type { Rule, Subject } from "./rule";

/** docs/policies.md, from the rules themselves. */
export function policyPage(subjects: readonly Subject[]): string {
  const rules = subjects.flatMap((one) => one.rules);
  return [head(rules), ...subjects.map(section)].join("\n");
}

function head(rules: readonly Rule[]): string {
  const mandatory = rules.filter((one) => one.level === "mandatory").length;
  return `# Policies

<!-- Written by \`npm run -s policy-page\` from policies/rules: change them there. -->

${rules.length} rules that a stack with an Istio mesh may not break, ${mandatory} of them mandatory: a preview or an update that breaks one fails. They
look at what the stack declares, whoever made it: this program, or one of yours.

\`\`\`sh
npm run -s pulumi -- preview --stack prod --policy-pack policies
npm run -s pulumi -- preview --stack prod --policy-pack policies --policy-pack-config policy-config.json
\`\`\`

What a preview does not know yet, such as a certificate that \`up\` will issue, no rule judges before it is known.

A policy config sets the level of a rule, what it does not apply to, and the rule's own settings:

\`\`\`json
{
  "no-weak-peer-authentication": { "allow": ["*/legacy/*"] },
  "mesh-wide-strict-mtls": { "enforcementLevel": "advisory" }
}
\`\`\`

- \`enforcementLevel\`: \`mandatory\`, \`advisory\`, \`disabled\`, or \`remediate\` where a rule says that it can put right what is wrong.
- \`allow\`: ${sentence(allowSchema)}

The stacks of the sandbox have [policies/sandbox.json](../policies/sandbox.json), which says of what a mesh on one machine can do without.
\`npm run -s policy-pack -- FOLDER\` writes the pack as a folder of its own, for other programs and for \`pulumi policy publish\`.
`;
}

function section({ title, rules }: Subject): string {
  return [`## ${title}\n`, ...rules.map(entry)].join("\n");
}

function entry(rule: Rule): string {
  const { name, description, why, remediation, severity, level, source, settings = {} } = rule;
  const remedy = "remediate" in rule ? " Can be put right by the level `remediate`." : "";
  const own = Object.entries(settings).map(
    ([setting, schema]) => `- Setting \`${setting}\`: ${sentence(schema)}\n`,
  );
  return `### ${name}

${description}. _${level}, ${severity}, ${"checkStack" in rule ? "the whole stack" : "each resource"}_

- ${why}
- To do: ${remediation}.${remedy}
${own.join("")}- Source: <${source}>
`;
}

/** What a setting is, and what it is unless it is set. */
function sentence({ description = "", default: value }: PolicyConfigJSONSchema): string {
  const text = description.replace(/\.$/, "");
  return value === undefined ? `${text}.` : `${text}. Default: \`${JSON.stringify(value)}\`.`;
}
