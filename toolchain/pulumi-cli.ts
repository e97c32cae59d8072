import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, realpath } from "node:fs/promises";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { promisify } from "node:util";
import { isOurs } from "./pulumi-home";

const MINIMUM_MINOR = 200;
const HOST = "pulumi-language-nodejs";

/**
 * The `pulumi` on PATH, if it is one that works, is new enough and has its Node language host beside
 * it or on PATH. A user who has it gets the tool that he knows, and we need not build one.
 */
export async function findCli(path: string): Promise<string | undefined> {
  // Below a pulumi that we started, PATH leads to our own; it is not the user's.
  const folders = path.split(delimiter).filter((folder) => isAbsolute(folder) && !isOurs(folder));
  const cli = await findExecutable("pulumi", folders);
  if (cli === undefined) {
    return undefined;
  }
  const beside = dirname(await realpath(cli));
  const host = await findExecutable(HOST, [beside, ...folders]);
  return host !== undefined && (await isNewEnough(cli)) ? cli : undefined;
}

async function findExecutable(
  name: string,
  folders: readonly string[],
): Promise<string | undefined> {
  for (const folder of folders) {
    const file = join(folder, name);
    const found = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) {
      return file;
    }
  }
  return undefined;
}

async function isNewEnough(cli: string): Promise<boolean> {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  try {
    const { stdout } = await promisify(execFile)(cli, ["version"], { env, timeout: 10_000 });
    const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(stdout.trim()) ?? [];
    return Number(major) === 3 && Number(minor) >= MINIMUM_MINOR;
  } catch {
    // Wrong architecture, a wrapper without its tool, a crash: it does not work, so we use our own.
    return false;
  }
}
