import { RunError } from "@pulumi/pulumi";

/** One thing that is wrong with a stack's config. */
export interface ConfigProblem {
  /** Where it is, such as `istio-mesh:clusters[1].primary`. */
  readonly path: string;
  /** The value given, what is allowed and the next step; lower case, no full stop, never a secret. */
  readonly message: string;
}

/** All that is wrong with a stack's config, in one error; Pulumi prints its message without a stack trace. */
export class ConfigError extends RunError {
  constructor(readonly problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ path, message }) => `${path}: ${message}`);
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(`${count} in the stack's config, nothing was changed\n  ${lines.join("\n  ")}`);
  }
}

/** Names in a list for people: `east, west`. */
export function oneOf(allowed: readonly string[]): string {
  const [first = "", ...others] = new Set(allowed);
  return others.length === 0 ? first : `one of ${[first, ...others].join(", ")}`;
}
