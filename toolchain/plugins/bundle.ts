import { chmod, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { version as randomVersion } from "@pulumi/random/package.json";
import { version as tlsVersion } from "@pulumi/tls/package.json";

/** The packages that have a stand-in for their official plugin. */
export type PluginName = "tls" | "random";

/**
 * The version of each plugin: that of the installed npm package. The engine looks for a plugin of
 * exactly the version the SDK names.
 */
export const pluginVersions: Readonly<Record<PluginName, string>> = {
  tls: tlsVersion,
  random: randomVersion,
};

/** Writes a plugin as one executable file that needs Node.js and nothing beside it. */
export async function bundlePlugin(name: PluginName, outFile: string): Promise<void> {
  await mkdir(dirname(outFile), { recursive: true });
  await build({
    entryPoints: [join(__dirname, name, "main.ts")],
    outfile: outFile,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    banner: { js: "#!/usr/bin/env node" },
    define: { pluginVersion: JSON.stringify(pluginVersions[name]) },
    logLevel: "error",
  });
  await chmod(outFile, 0o755);
}
