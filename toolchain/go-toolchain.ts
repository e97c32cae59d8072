import { commandLine, runIfThere } from "./child";
import type { FoldersPart, GoPart } from "./part";

const MINIMUM_MINOR = 24;

/** Fails with one sentence when Go is missing or too old for the parts that are to be built. */
export async function requireGo(parts: readonly string[], signal: AbortSignal): Promise<void> {
  if (parts.length === 0) {
    return;
  }
  const next = `to build ${parts.join(", ")}: install go 1.${MINIMUM_MINOR} or newer, see https://go.dev/dl`;
  const found = await installedGo(signal);
  if (found === undefined) {
    throw new Error(`go is not on PATH or does not run, and it is needed ${next}`);
  }
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(found) ?? [];
  if (Number(major) === 1 && Number(minor) < MINIMUM_MINOR) {
    throw new Error(`go on PATH is ${found}, which is too old ${next}`);
  }
}

async function installedGo(signal: AbortSignal): Promise<string | undefined> {
  // "local", because this asks for what is installed and not for what could be fetched.
  const env = { ...process.env, GOTOOLCHAIN: "local" };
  const result = await runIfThere("go", ["version"], { cwd: "/", env, signal });
  return /\bgo(\d+\.\S+)/.exec(result?.stdout ?? "")?.[1];
}

/** The environment of a build: what a user set for other projects must not change the binary. */
export function goEnvironment(temporary: string): NodeJS.ProcessEnv {
  const toolchain = process.env.GOTOOLCHAIN ?? "";
  return {
    ...process.env,
    GOFLAGS: "-mod=readonly",
    GOWORK: "off",
    GO111MODULE: "on",
    // Distributions and container images set "local", which forbids the newer Go that a pin may ask for.
    GOTOOLCHAIN: toolchain === "" || toolchain === "local" ? "auto" : toolchain,
    // Removed with our own temporary folder, even after a run that was killed.
    GOTMPDIR: temporary,
  };
}

/** What a person needs to know when a build fails: the end of the output, the command, what to do. */
export function goFailure(
  part: GoPart | FoldersPart,
  args: readonly string[],
  tail: readonly string[],
): Error {
  return new Error(
    [
      `${part.name} ${part.version} could not be built, the last lines of the compiler were`,
      ...tail.map((line) => `  ${line}`),
      `command, in a copy of ${part.pin}: ${commandLine("go", args)}`,
      "next step: if it is the network or the disk, run it again, finished packages are kept; " +
        "else compare the pin with its last commit",
    ].join("\n"),
  );
}
