import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { addressOf } from "./seen/resource";
import type { Settings, Violation } from "./rule";
import { textsAt } from "./values";

/** The setting that every rule has. */
export const allowSchema: PolicyConfigJSONSchema = {
  type: "array",
  items: { type: "string" },
  default: [],
  description:
    "What the rule does not apply to: `cluster/namespace/name` of objects, `cluster/name` of those without a namespace, or names of clusters; * stands for any text.",
};

/** Whether a policy config lets something be as it is. */
export function isAllowed(about: Violation["about"], settings: Settings): boolean {
  const address = placeOf(about);
  return textsAt(settings, "allow").some((pattern) => matches(address, pattern));
}

/** The address of a resource, or the name of a cluster. */
export function placeOf(about: Violation["about"]): string {
  return "urn" in about ? addressOf(about) : about.cluster;
}

/** Whether a text is as a pattern says, in which * stands for any text. */
export function matches(text: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[\\^$.+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(text);
}
