import * as path from "node:path";
import { bundle } from "../../../../../sandbox/bundle";

/** The relay as one file, which runs in a second less than by tsx. */
export async function bundleRelay(folder: string): Promise<string> {
  const outfile = path.join(folder, "relay.js");
  await bundle(path.join(__dirname, "../../../../../sandbox/dataplane/relay-main.ts"), outfile);
  return outfile;
}
