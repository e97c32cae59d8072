import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { GoPart } from "../../../../toolchain/part";

export const ROOT = join(__dirname, "..", "..", "..", "..");

/** A machine of its own for one test: a cache folder, a PATH that can be changed, a hello-world pin. */
export interface Machine {
  readonly folder: string;
  /** A folder that comes first on PATH. */
  readonly bin: string;
  readonly hello: GoPart;
  remove(): void;
}

const HELLO = 'package main\n\nfunc main() { println("hello") }\n';

export function makeMachine(): Machine {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "toolchain-")));
  const kept = { ...process.env };
  // Go finds its build cache by the variable that is changed next; a cold one costs ten seconds.
  process.env.GOCACHE = execFileSync("go", ["env", "GOCACHE"], { encoding: "utf8" }).trim();
  process.env.XDG_CACHE_HOME = join(folder, "cache");
  const bin = join(folder, "bin");
  mkdirSync(bin);
  process.env.PATH = [bin, kept.PATH].join(delimiter);
  const pin = join(folder, "pin");
  mkdirSync(pin);
  writeFileSync(join(pin, "go.mod"), "module hello\n\ngo 1.24\n");
  writeFileSync(join(pin, "main.go"), HELLO);
  return {
    folder,
    bin,
    hello: {
      kind: "go",
      name: "hello",
      version: "1.0.0",
      purpose: "greets",
      group: "sandbox",
      pin,
      package: ".",
      ldflags: "-s -w",
    },
    remove: () => {
      process.env = kept;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Makes the hello-world pin need a module example.org/extra with a folder `deep`; returns where it lies. */
export function addModule({ folder, hello }: Machine): string {
  const module = join(folder, "extra");
  mkdirSync(join(module, "deep"), { recursive: true });
  writeFileSync(join(module, "go.mod"), "module example.org/extra\n\ngo 1.24\n");
  writeFileSync(
    join(hello.pin, "go.mod"),
    "module hello\n\ngo 1.24\n\nrequire example.org/extra v1.0.0\n\n" +
      `replace example.org/extra => ${module}\n`,
  );
  return module;
}

/** Puts a shell script on the machine's PATH. */
export function addCommand(folder: string, name: string, script: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts a program of its own; `ended` has all that it printed. */
export function start(command: string, args: readonly string[], cwd = ROOT): Running {
  const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const texts = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (texts.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (texts.stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, ...texts }));
  });
  return { child, ended };
}

/** Starts a script of this folder with the loader that the project uses. */
export function startScript(script: string, ...args: readonly string[]): Running {
  return start(process.execPath, ["--import", "tsx", join(__dirname, script), ...args]);
}
