import * as path from "node:path";
import { ensureParts, partNames } from "../toolchain/parts";

/** Paths of what the data plane runs that is in no image. */
export interface DataPlanePrograms {
  readonly envoy: string;
  /** Our own programs, each one file for Node.js. */
  readonly echo: string;
  readonly relay: string;
}

/**
 * Has what the data plane runs, built and bundled where it is missing.
 * @param folder for our own programs
 */
export async function dataPlanePrograms(folder: string): Promise<DataPlanePrograms> {
  const { envoy } = await ensureParts(partNames("data-plane"));
  // Loaded here, so that what runs without a data plane starts at once.
  const { bundle } = await import("./bundle.js");
  const own = { echo: path.join(folder, "echo.js"), relay: path.join(folder, "relay.js") };
  await Promise.all([
    bundle(path.join(__dirname, "echo/main.ts"), own.echo),
    bundle(path.join(__dirname, "dataplane/relay-main.ts"), own.relay),
  ]);
  return { envoy, ...own };
}
