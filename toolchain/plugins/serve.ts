import { main } from "@pulumi/pulumi/provider";
import type { PackageDefinition } from "./definition";
import { createProvider } from "./provider";

const PARENT_CHECK_MS = 1_000;

/** An engine that is killed cannot end its plugins; a process whose parent is gone gets another one. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) {
      process.exit(0);
    }
  }, PARENT_CHECK_MS).unref();
}

/** Serves a package to the engine that started this process; the port goes to stdout. */
export async function serve(definition: PackageDefinition, version: string): Promise<void> {
  // The engine shows a plugin's stderr to the user. Node 20 calls Ed25519 in webcrypto experimental
  // there on each run, which is no news to anyone who asked for a certificate.
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    if (warning.name !== "ExperimentalWarning") {
      process.stderr.write(`${warning.name}: ${warning.message}\n`);
    }
  });
  endWithParent();
  await main(createProvider(definition, version), process.argv.slice(2));
}
