import { existsSync } from "node:fs";
import { binaryOf, type Part } from "./part";
import type { Reporter } from "./reporter";

/**
 * Builds those parts that are missing, one after the other, and returns name and binary of each.
 * A binary that is there was moved there whole, so that its presence is all that is checked.
 */
export async function ensure(
  parts: readonly Part[],
  reporter?: Reporter,
): Promise<[name: string, binary: string][]> {
  const missing = parts.filter((part) => !existsSync(binaryOf(part)));
  if (missing.length > 0) {
    // Loaded here, so that a run to which nothing is missing starts at once.
    const { build } = await import("./build.js");
    await build(missing, reporter);
  }
  return parts.map((part) => [part.name, binaryOf(part)]);
}
