import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { base64 } from "../base64";
import { ownedByStack } from "../ownership";

/** Secrets by the key of the stack's config that holds them. Secret. */
export type NamedSecrets = ReadonlyMap<string, pulumi.Input<string>>;

/** Of a Secret, in base64, by its keys. */
export type SecretData = Readonly<Record<string, pulumi.Input<string>>>;

/** Makes a Secret; undefined where it would hold nothing. */
export function makeSecret(
  name: string,
  metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
  },
  data: SecretData,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.Secret | undefined {
  return Object.keys(data).length === 0
    ? undefined
    : new k8s.core.v1.Secret(
        name,
        { metadata: { ...metadata, annotations: ownedByStack }, data: pulumi.secret(data) },
        opts,
      );
}

/**
 * A Secret's data, from what the config holds.
 * @param keys of the stack's config, by the keys of the Secret
 * @param written how its reader has to be given a value; as it is, if left out
 * @throws Error if the plan names a secret that was not loaded
 */
export function secretData(
  keys: Readonly<Record<string, string>>,
  secrets: NamedSecrets,
  written: (text: string) => string = (text) => text,
): SecretData {
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
