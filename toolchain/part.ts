import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheRoot, filesBelow, keyOf } from "./cache";

interface PartBase {
  readonly name: string;
  readonly version: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
  /** `pulumi`: what the program needs; `sandbox`: what the sandbox runs. */
  readonly group: "pulumi" | "sandbox";
}

/** A part that the Go compiler makes from modules of the public proxy. */
export interface GoPart extends PartBase {
  readonly kind: "go";
  /** The folder with the go.mod and go.sum that fix every module, and a main.go if it is our own. */
  readonly pin: string;
  /** The package with the main function. */
  readonly package: string;
  readonly ldflags: string;
  /** Files of a module that the build needs beside main.go, taken from the module cache. */
  readonly copies?: { readonly module: string; readonly files: readonly string[] };
}

/** A part that esbuild makes from toolchain/plugins. */
export interface StandInPart extends PartBase {
  readonly kind: "stand-in";
  readonly plugin: "tls" | "random";
  /** The folder with its sources. */
  readonly sources: string;
  /** The file that fixes the versions of the packages bundled with them. */
  readonly lockfile: string;
}

export type Part = GoPart | StandInPart;

/** The folder of one part's builds. */
export function partFolder(part: Part): string {
  return join(cacheRoot(), "parts", part.name);
}

/** The folder of exactly this build: everything that changes the binary is in its name. */
export function buildFolder(part: Part): string {
  return join(partFolder(part), `${part.version}-${partKey(part)}`);
}

/** Where the binary of a part lies, or will lie. */
export function binaryOf(part: Part): string {
  return join(buildFolder(part), part.name);
}

function partKey(part: Part): string {
  const platform = [process.platform, process.arch];
  if (part.kind === "stand-in") {
    const sources = filesBelow(part.sources, (name) => /\.(ts|json)$/.test(name));
    return keyOf(...platform, part.plugin, readFileSync(part.lockfile, "utf8"), ...sources);
  }
  const sources = filesBelow(part.pin, (name) => /^go\.(mod|sum)$|\.go$/.test(name));
  const { files = [], module = "" } = part.copies ?? {};
  return keyOf(...platform, part.package, part.ldflags, module, ...files, ...sources);
}
