import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import type { Settings } from "./rule";
import { textsAt } from "./values";

/** One of a rule's settings, with the default that holds where the policy config says nothing. */
export interface Setting<T> {
  /** For the rule's `settings`. */
  readonly schema: Readonly<Record<string, PolicyConfigJSONSchema>>;
  read(settings: Settings): T;
}

/** A list of texts. */
export function textsSetting(
  name: string,
  usual: readonly string[],
  description: string,
): Setting<readonly string[]> {
  return {
    schema: {
      [name]: { type: "array", items: { type: "string" }, default: [...usual], description },
    },
    read: (settings) => (settings[name] === undefined ? usual : textsAt(settings, name)),
  };
}

/** A number. */
export function numberSetting(name: string, usual: number, description: string): Setting<number> {
  return {
    schema: { [name]: { type: "number", default: usual, description } },
    read: (settings) => {
      const given = settings[name];
      return typeof given === "number" ? given : usual;
    },
  };
}
