import { copyFile, mkdir, readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { runGroup } from "./child";
import { goEnvironment, goFailure } from "./go-toolchain";
import type { Making } from "./making";
import type { GoPart, ModuleFiles } from "./part";

// What the build cache holds is called stale too, because nothing is ever installed outside it.
const TO_COMPILE =
  '{{if .Stale}}{{if ne .StaleReason "not installed but available in build cache"}}' +
  "{{.ImportPath}}{{end}}{{end}}";

/** Builds a Go part in a copy of its pin: the checkout is never written to. */
export async function buildGo(part: GoPart, making: Making): Promise<void> {
  const { folder, binary, report } = making;
  const source = join(folder, "src");
  await mkdir(source);
  const pinned = (await readdir(part.pin)).filter((name) => /^go\.(mod|sum)$|\.go$/.test(name));
  await copyAll(part.pin, pinned, source);

  report("resolving modules");
  const go = goIn(source, part, making);
  const take = async ({ module, files }: ModuleFiles, to: string): Promise<void> => {
    await go(["mod", "download", module]);
    const cached = await go(["list", "-m", "-f", "{{.Dir}}", module]);
    await copyAll(cached.trim(), files, to);
  };
  if (part.copies) {
    await take(part.copies, source);
  }
  if (part.beside) {
    await take(part.beside, dirname(binary));
  }
  const stale = await go(["list", "-trimpath", "-deps", "-f", TO_COMPILE, part.package]);
  const total = stale.split("\n").length - 1;
  let compiled = 0;
  report("linking");
  const flags = ["-v", "-trimpath", "-ldflags", part.ldflags];
  await go(["build", ...flags, "-o", binary, part.package], () => {
    compiled = Math.min(compiled + 1, total);
    const percent = Math.floor((100 * compiled) / total);
    report(compiled < total ? `${percent} %, ${compiled} of ${total} packages` : "linking");
  });
}

function goIn(cwd: string, part: GoPart, { folder, signal, report }: Making) {
  const env = goEnvironment(folder);
  let downloads = 0;
  return async (args: readonly string[], onPackage?: () => void): Promise<string> => {
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
