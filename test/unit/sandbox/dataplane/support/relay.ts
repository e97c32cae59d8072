import * as path from "node:path";
import { build } from "esbuild";

/** The relay as one file, which runs in a second less than by tsx. */
export async function bundleRelay(folder: string): Promise<string> {
  const outfile = path.join(folder, "relay.js");
  await build({
    entryPoints: [path.join(__dirname, "../../../../../sandbox/dataplane/relay-main.ts")],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
  return outfile;
}
