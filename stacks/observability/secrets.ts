import type * as pulumi from "@pulumi/pulumi";
import type { ConfigProblem } from "../config-error";
import { missingSecret, namedSecrets } from "../named-secrets";
import type { ObservabilityConfig } from "./schema";

/** What the sections name as `{ secret: KEY }`. */
export interface ObservabilitySecrets {
  /** By KEY. Secret. */
  readonly secrets: ReadonlyMap<string, pulumi.Output<string>>;
  readonly problems: readonly ConfigProblem[];
}

/** Where `secret` may mean anything. */
const inIstiosWords = ["providers", "telemetry"];

/** Reads the secrets that sections name. @param path of the key: `istio-mesh:observability` */
export function loadSecrets(
  observability: ObservabilityConfig,
  config: pulumi.Config,
  path: string,
): ObservabilitySecrets {
  const secrets = new Map<string, pulumi.Output<string>>();
  const problems: ConfigProblem[] = [];
  const sections = Object.entries(observability).filter(
    ([section]) => !inIstiosWords.includes(section),
  );
  for (const { path: place, key } of namedSecrets(Object.fromEntries(sections), path)) {
    const secret = config.getSecret(key);
    if (secret === undefined || config.get(key) === "") {
      const message = missingSecret(key, { isEmpty: secret !== undefined });
      problems.push({ path: place, message });
    } else {
      secrets.set(key, secret);
    }
  }
  return { secrets, problems };
}
