import * as fs from "node:fs";
import * as path from "node:path";
import { binaryOf, type Part } from "../toolchain/part";

/**
 * Gives those of Istio's own charts that are there a path that does not change, for stack files to name:
 * `<folder>/<version>/base` and `.../istiod`.
 */
export function linkCharts(folder: string, parts: readonly Part[]): void {
  fs.mkdirSync(folder, { recursive: true });
  for (const part of parts) {
    const charts = binaryOf(part);
    const link = path.join(folder, part.version);
    if (fs.existsSync(charts) && targetOf(link) !== charts) {
      fs.rmSync(link, { force: true });
      fs.symlinkSync(charts, link);
    }
  }
}

function targetOf(link: string): string | undefined {
  const stat = fs.lstatSync(link, { throwIfNoEntry: false });
  return stat?.isSymbolicLink() ? fs.readlinkSync(link) : undefined;
}
