import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { ConfigProblem } from "./config-error";
import { dnsLabel } from "./dns-label";
import { missingSecret } from "./named-secrets";
import type { StackConfig } from "./schema";

/** https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/ */
export const pullSecretSchema = z.strictObject({
  name: dnsLabel.describe("Name of the Secret, in every namespace whose pods pull Istio's images."),
  dockerConfig: z
    .strictObject({
      secret: z.string().describe("Key of the stack's config that holds a Docker config.json."),
    })
    .optional()
    .describe(
      "What the stack makes the Secret from, in Istio's namespaces and in those of gateways. Default: it is there already.",
    ),
});

const dockerConfig = z.object({ auths: z.record(z.string(), z.unknown()) });

/** The pull secrets that the stack makes. */
export interface PullSecrets {
  /** Docker's config by the Secret's name. Secret. */
  readonly secrets: ReadonlyMap<string, pulumi.Output<string>>;
  readonly problems: readonly ConfigProblem[];
}

/** Reads what pull secrets are made from; nothing if there are problems with the config as it is. */
export function loadPullSecrets(
  checked: StackConfig | undefined,
  config: pulumi.Config,
  prefix: string,
): PullSecrets {
  const secrets = new Map<string, pulumi.Output<string>>();
  const problems: ConfigProblem[] = [];
  for (const [at, { name, dockerConfig: source }] of (checked?.mesh.pullSecrets ?? []).entries()) {
    if (source !== undefined) {
      const path = `${prefix}mesh.pullSecrets[${at}].dockerConfig`;
      const problem = problemOf(config.get(source.secret), source.secret);
      const secret = config.getSecret(source.secret);
      if (problem !== undefined || secret === undefined) {
        problems.push({ path, message: problem ?? "" });
      } else {
        secrets.set(name, secret);
      }
    }
  }
  return { secrets, problems };
}

function problemOf(text: string | undefined, key: string): string | undefined {
  if (text === undefined) {
    return missingSecret(key, { file: "~/.docker/config.json" });
  }
  try {
    return dockerConfig.safeParse(JSON.parse(text)).success
      ? undefined
      : `secret "${key}" is no Docker config, expected JSON with auths; one that only names a credential store cannot be used by a cluster`;
  } catch {
    return `secret "${key}" is no Docker config, expected JSON`;
  }
}
