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

/** Has what the data plane runs, built and bundled where it is missing. */
export async function dataPlanePrograms(folder: string): Promise<DataPlanePrograms> {
  const parts = await ensureParts(partNames("data-plane"));
  // Loaded here, so that what runs without a data plane starts at once.
  const { build } = await import("esbuild");
  const bundle = async (name: string, source: string) => {
    const outfile = path.join(folder, `${name}.js`);
    // One file for plain Node.js: one runs in every pod, and tsx takes a second to start.
    await build({
      entryPoints: [path.join(__dirname, source)],
      outfile,
      bundle: true,
      platform: "node",
      target: "node20",
      format: "cjs",
      logLevel: "error",
    });
    return outfile;
  };
  return {
    envoy: parts.envoy,
    "pilot-agent": parts["pilot-agent"],
    bootstrap: bootstrapTemplate(parts["pilot-agent"]),
    echo: await bundle("echo", "echo/main.ts"),
    relay: await bundle("relay", "dataplane/relay-main.ts"),
  };
}
