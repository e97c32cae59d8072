import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { ConfigError } from "./config-error";
import { type Validation, validate } from "./validate";

/** The prefix of this project's config keys. */
export const configPrefix = "istio-mesh:";

/**
 * Reads and checks a stack file without Pulumi, for the tools that only need the mesh's shape.
 * @param root the project's folder
 * @throws ConfigError if there is no such file, or it is no YAML
 */
export function readStackFile(root: string, stack: string): Validation {
  const name = `Pulumi.${stack}.yaml`;
  let config: StackFileConfig;
  try {
    config = configOf(fs.readFileSync(path.join(root, name), "utf8"));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const stacks = fs
      .readdirSync(root)
      .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
    throw new ConfigError([
      {
        path: name,
        message: missing
          ? `there is no such stack file, there is one for ${stacks.join(", ") || "no stack"}`
          : `cannot be read: ${String(error).split("\n")[0] ?? ""}`,
      },
    ]);
  }
  return check(config);
}

/**
 * Checks the text of a stack file, wherever it lies.
 * @throws YAMLParseError if it is no YAML
 */
export function checkStackText(text: string): Validation {
  return check(configOf(text));
}

/** A stack's config by key, with prefixes. */
type StackFileConfig = Readonly<Record<string, unknown>>;

function configOf(text: string): StackFileConfig {
  return (parse(text) as { config?: StackFileConfig } | null)?.config ?? {};
}

function check(config: StackFileConfig): Validation {
  const own = Object.entries(config).flatMap(([key, value]) => {
    const isPlain = key.startsWith(configPrefix) && !isSecret(value);
    return isPlain ? [[key.slice(configPrefix.length), value] as const] : [];
  });
  return validate(Object.fromEntries(own), configPrefix);
}

function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && "secure" in value;
}
