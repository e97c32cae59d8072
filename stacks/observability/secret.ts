import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { ConfigProblem } from "../config-error";
import type { StackConfig } from "../schema";
import { isObject } from "../tuning/json";

/** Where a secret is: never in the config's objects, whose content shows in previews. */
export const secretSource = z.strictObject({
  secret: z
    .string()
    .regex(/^[^\s]{1,120}$/, "expected the name of a config key, at most 120 characters")
    .describe("Secret config key of this project that holds it."),
});

/** Key of the stack's config that holds a secret. */
export type SecretSource = z.infer<typeof secretSource>;

/** What `observability` names as secrets. */
export interface ObservabilitySecrets {
  /** By its key of the config. Secret. */
  readonly secrets: ReadonlyMap<string, pulumi.Output<string>>;
  readonly problems: readonly ConfigProblem[];
}

/** Reads them; nothing if there are problems with the config as it is. */
export function loadObservabilitySecrets(
  checked: StackConfig | undefined,
  config: pulumi.Config,
  prefix: string,
): ObservabilitySecrets {
  // Of those two the words are Istio's, in which a secret is none of the stack's.
  const named = Object.entries(checked?.observability ?? {}).flatMap(([section, value]) =>
    ["providers", "telemetry"].includes(section)
      ? []
      : secretsIn(value, `${prefix}observability.${section}`),
  );
  const secrets = new Map<string, pulumi.Output<string>>();
  const problems = named.flatMap(({ path, key }): ConfigProblem[] => {
    const secret = config.getSecret(key);
    if (secret === undefined || config.get(key) === "") {
      const found = secret === undefined ? "there is no config key" : "nothing is in config key";
      return [
        { path, message: `${found} "${key}", make it: pulumi config set --secret ${key} < FILE` },
      ];
    }
    secrets.set(key, secret);
    return [];
  });
  return { secrets, problems };
}

/** Each `{ secret: KEY }` in a checked config, wherever it stands. */
function secretsIn(value: unknown, path: string): { path: string; key: string }[] {
  if (Array.isArray(value)) {
    return value.flatMap((one, at) => secretsIn(one, `${path}[${at}]`));
  }
  if (!isObject(value)) {
    return [];
  }
  const { success, data } = secretSource.safeParse(value);
  return success
    ? [{ path, key: data.secret }]
    : Object.entries(value).flatMap(([key, one]) => secretsIn(one, `${path}.${key}`));
}
