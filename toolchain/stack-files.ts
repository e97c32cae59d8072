import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";

const SALT = "encryptionsalt";

/**
 * Runs something that may call Pulumi, and takes back what Pulumi does to stack files by the way: with a passphrase it
 * writes a salt into them, and formats them anew, though the state holds all that it needs. Files that hold secrets,
 * or that were changed in any other way, stay as they are.
 * @param root the project's folder
 */
export async function keepingStackFiles<T>(root: string, run: () => Promise<T>): Promise<T> {
  const before = unsaltedStackFiles(root);
  try {
    return await run();
  } finally {
    for (const [file, text] of before.filter(([name]) => existsSync(name))) {
      const now = readFileSync(file, "utf8");
      if (now !== text && isDeepStrictEqual(withoutSalt(parse(now)), withoutSalt(parse(text)))) {
        writeFileSync(file, text);
      }
    }
  }
}

function unsaltedStackFiles(root: string): (readonly [file: string, text: string])[] {
  return readdirSync(root)
    .filter((name) => /^Pulumi\..+\.ya?ml$/.test(name))
    .map((name) => [join(root, name), readFileSync(join(root, name), "utf8")] as const)
    .filter(([, text]) => !text.includes(`${SALT}:`) && !text.includes("secure:"));
}

function withoutSalt(stackFile: unknown): unknown {
  if (typeof stackFile !== "object" || stackFile === null) {
    return stackFile;
  }
  return Object.fromEntries(Object.entries(stackFile).filter(([key]) => key !== SALT));
}
