import { readTextFile } from "../read-text-file";
import { isObject } from "./json";
import { filesNamedIn, type OverlayFiles } from "./overlay";
import { tuningSchema } from "./schema";

/** Reads the files that overlays of a config name, mesh-wide and of each cluster; their paths are relative to the project. */
export async function loadOverlayFiles(
  raw: Readonly<Record<string, unknown>>,
): Promise<OverlayFiles> {
  const clusters = Array.isArray(raw["clusters"]) ? (raw["clusters"] as unknown[]) : [];
  const tunings = [raw["tuning"], ...clusters.map((one) => (isObject(one) ? one["tuning"] : {}))];
  const names = tunings.flatMap((one) => filesNamedIn(tuningSchema.safeParse(one).data));
  const texts = [...new Set(names)].map(async (name) => [name, await readTextFile(name)] as const);
  return new Map(await Promise.all(texts));
}
