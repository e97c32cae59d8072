import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** A chart as `helm package` makes it. */
export interface PackedChart {
  readonly name: string;
  readonly version: string;
  /** What the .tgz contains. */
  readonly content: Buffer;
}

/**
 * Packs the chart that lies in a folder of its name.
 * @param version what it calls itself; Istio's sources have a placeholder there
 * @param added templates besides its own: their text by their file's name
 */
export function packChart(
  folder: string,
  version: string,
  added: Readonly<Record<string, string>> = {},
): PackedChart {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "istio-mesh-chart-"));
  try {
    const name = path.basename(folder);
    const inside = (...parts: readonly string[]) => path.join(work, name, ...parts);
    fs.cpSync(folder, inside(), { recursive: true });
    const metadata = fs.readFileSync(inside("Chart.yaml"), "utf8");
    fs.writeFileSync(
      inside("Chart.yaml"),
      metadata.replace(/^version: .*$/m, `version: ${version}`),
    );
    for (const [file, text] of Object.entries(added)) {
      fs.writeFileSync(inside("templates", file), text);
    }
    execFileSync("tar", ["-czf", path.join(work, "chart.tgz"), "-C", work, name]);
    return { name, version, content: fs.readFileSync(path.join(work, "chart.tgz")) };
  } finally {
    fs.rmSync(work, { recursive: true });
  }
}

/** As a config names what it wants: `sha256:` and hexadecimal digits. */
export function digestOf(content: Buffer | string): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}
