import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFor } from "./cache";
import { userPulumiHome } from "./pulumi-home";

/**
 * The environment of the project's own backend: state in files below `<root>/.sandbox/pulumi`,
 * secrets under a random passphrase that is made once per checkout. What the user has set for a
 * backend or a passphrase of his own is left as it is.
 */
export function localBackend(root: string): Record<string, string> {
  if (process.env.PULUMI_BACKEND_URL) {
    // His backend means his login too, which `pulumi login` keeps in his PULUMI_HOME and not in ours.
    return process.env.PULUMI_CREDENTIALS_PATH ? {} : { PULUMI_CREDENTIALS_PATH: userPulumiHome() };
  }
  const state = join(root, ".sandbox", "pulumi");
  mkdirSync(state, { recursive: true, mode: 0o700 });
  // By default a file with attributes stands beside each state file and is not written in one piece: a Pulumi that is
  // killed meanwhile leaves an empty one, and every later command ends with "failed to load checkpoint: EOF".
  const backend = { PULUMI_BACKEND_URL: `file://${state}?metadata=skip` };
  const { PULUMI_CONFIG_PASSPHRASE, PULUMI_CONFIG_PASSPHRASE_FILE } = process.env;
  // An empty passphrase is one, too.
  if (PULUMI_CONFIG_PASSPHRASE !== undefined || PULUMI_CONFIG_PASSPHRASE_FILE) {
    return backend;
  }
  return { ...backend, PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile(root) };
}

function passphraseFile(root: string): string {
  const file = join(root, ".sandbox", "passphrase");
  if (existsSync(file)) {
    return file;
  }
  const temporary = temporaryFor(file);
  writeFileSync(temporary, randomBytes(32).toString("base64url"), { mode: 0o600 });
  try {
    // A link is made whole or not at all and, unlike a rename, never replaces what is there: of two
    // runs at once both end up with the same passphrase.
    linkSync(temporary, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) {
      throw error;
    }
  } finally {
    rmSync(temporary);
  }
  return file;
}
