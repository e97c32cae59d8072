import { build } from "esbuild";

/** Writes a program as one file for plain Node.js: one runs in every pod, and tsx takes a second to start. */
export async function bundle(source: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "error",
  });
}
