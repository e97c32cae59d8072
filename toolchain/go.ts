import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { runGroup } from "./child";
import { goEnvironment, goFailure } from "./go-toolchain";
import type { Making } from "./making";
import type { FoldersPart, GoPart, ModuleFiles, SourceEdit } from "./part";

/** Runs go with arguments and returns what it prints. */
type Go = (args: readonly string[], onPackage?: () => void) => Promise<string>;

// What the build cache holds is called stale too, because nothing is ever installed outside it.
const TO_COMPILE =
  '{{if .Stale}}{{if ne .StaleReason "not installed but available in build cache"}}' +
  "{{.ImportPath}}{{end}}{{end}}";

/** Builds a Go part in a copy of its pin: the checkout is never written to. */
export async function buildGo(part: GoPart, making: Making): Promise<void> {
  const { binary, report } = making;
  const source = await withPin(part, making);
  report("resolving modules");
  const go = goIn(source, part, making);
  const take = async ({ module, files }: ModuleFiles, to: string): Promise<void> =>
    copyAll(await moduleFolder(go, module), files, to);
  if (part.copies) {
    await take(part.copies, source);
  }
  if (part.edit) {
    await edit(part, source, part.edit);
  }
  if (part.beside) {
    await take(part.beside, dirname(binary));
  }
  const tags = part.tags ? [`-tags=${part.tags.join(",")}`] : [];
  const stale = await go(["list", "-trimpath", ...tags, "-deps", "-f", TO_COMPILE, part.package]);
  const total = stale.split("\n").length - 1;
  let compiled = 0;
  report("linking");
  const flags = ["-v", "-trimpath", ...tags, "-ldflags", part.ldflags];
  await go(["build", ...flags, "-o", binary, part.package], () => {
    compiled = Math.min(compiled + 1, total);
    const percent = Math.floor((100 * compiled) / total);
    report(compiled < total ? `${percent} %, ${compiled} of ${total} packages` : "linking");
  });
}

/** A folder with a copy of a part's pin. */
export async function withPin({ pin }: GoPart | FoldersPart, { folder }: Making): Promise<string> {
  const source = join(folder, "src");
  await mkdir(source);
  const pinned = (await readdir(pin)).filter((name) => /^go\.(mod|sum)$|\.go$/.test(name));
  await copyAll(pin, pinned, source);
  return source;
}

/** Where a module that the pin fixes lies in the module cache; it is downloaded if it is not there. */
export async function moduleFolder(go: Go, module: string): Promise<string> {
  await go(["mod", "download", module]);
  return (await go(["list", "-m", "-f", "{{.Dir}}", module])).trim();
}

/** Runs go in a folder, with what it downloads reported. */
export function goIn(
  cwd: string,
  part: GoPart | FoldersPart,
  { folder, signal, report }: Making,
): Go {
  const env = goEnvironment(folder);
  let downloads = 0;
  return async (args, onPackage) => {
    const onLine = (line: string): void => {
      const [, module] = /^go: downloading (\S+)/.exec(line) ?? [];
      if (module) {
        report(`downloading modules, ${++downloads} so far, now ${module}`);
      } else {
        onPackage?.();
      }
    };
    const result = await runGroup("go", args, { cwd, env, signal, onLine });
    if (result.code !== 0) {
      throw goFailure(part, args, result.tail);
    }
    return result.stdout;
  };
}

async function copyAll(from: string, files: readonly string[], to: string): Promise<void> {
  await Promise.all(files.map((file) => copyFile(join(from, file), join(to, basename(file)))));
}

/** @throws Error if no copied file has the text: the module is another one then */
async function edit(part: GoPart, source: string, { text, by }: SourceEdit): Promise<void> {
  const files = (part.copies?.files ?? []).map((file) => join(source, basename(file)));
  let found = false;
  for (const file of files) {
    const content = await readFile(file, "utf8");
    if (content.includes(text)) {
      found = true;
      // The copy has the module cache's permissions: nobody may write to it.
      await rm(file);
      await writeFile(file, content.replaceAll(text, by));
    }
  }
  if (!found) {
    throw new Error(`${part.name} ${part.version} could not be built: its source has no ${text}`);
  }
}
