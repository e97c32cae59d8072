import * as pulumi from "@pulumi/pulumi";

/** Secrets by the key of the stack's config that holds them. Secret. */
export type NamedSecrets = ReadonlyMap<string, pulumi.Input<string>>;

/**
 * A Secret's data, in base64.
 * @param keys of the stack's config, by the keys of the Secret
 * @param written how its reader has to be given a value
 * @throws if the plan names a secret that was not loaded
 */
export function secretData(
  keys: Readonly<Record<string, string>>,
  secrets: NamedSecrets,
  written: (text: string) => string,
): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(
    Object.entries(keys).map(([name, key]) => {
      const value = secrets.get(key);
      if (value === undefined) {
        throw new Error(`there is no secret "${key}" among ${[...secrets.keys()].join(", ")}`);
      }
      const data = pulumi.output(value).apply((text) => base64(written(text)));
      return [name, data] as const;
    }),
  );
}

export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
