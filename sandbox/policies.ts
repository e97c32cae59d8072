/** Of a Pulumi command: the policy pack, and what the stacks of a sandbox can do without. */
export const sandboxPolicies = [
  "--policy-pack=policies",
  "--policy-pack-config=policies/sandbox.json",
] as const;
