import * as path from "node:path";
import { bootstrapTemplate, ensureParts, type PartName, partNames } from "../toolchain/parts";

/** Paths of what the sandbox runs for pods. */
export interface Programs extends Readonly<Record<PodPart, string>> {
  /** Undefined where there is no data plane. */
  readonly dataPlane: DataPlanePrograms | undefined;
}

type PodPart = Extract<PartName, "istio-operator" | "pilot-discovery">;

/** Paths of what the data plane runs. */
export interface DataPlanePrograms {
  readonly envoy: string;
  readonly "pilot-agent": string;
  /** Istio's template of Envoy's bootstrap. */
  readonly bootstrap: string;
  /** Our own programs, each one file for Node.js. */
  readonly echo: string;
  readonly relay: string;
}

/**
 * Has what the data plane runs, built and bundled where it is missing.
 * @param folder for our own programs
 */
export async function dataPlanePrograms(folder: string): Promise<DataPlanePrograms> {
  const parts = await ensureParts(partNames("data-plane"));
  // Loaded here, so that what runs without a data plane starts at once.
  const { bundle } = await import("./bundle.js");
  const own = { echo: path.join(folder, "echo.js"), relay: path.join(folder, "relay.js") };
  await Promise.all([
    bundle(path.join(__dirname, "echo/main.ts"), own.echo),
    bundle(path.join(__dirname, "dataplane/relay-main.ts"), own.relay),
  ]);
  return {
    envoy: parts.envoy,
    "pilot-agent": parts["pilot-agent"],
    bootstrap: bootstrapTemplate(parts["pilot-agent"]),
    ...own,
  };
}
