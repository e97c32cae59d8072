import { join } from "node:path";
import { build } from "esbuild";

/** Writes the program as one file for plain Node.js: there is one in every pod, and tsx takes a second to start. */
export async function bundleEcho(outFile: string): Promise<void> {
  await build({
    entryPoints: [join(__dirname, "main.ts")],
    outfile: outFile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "error",
  });
}
