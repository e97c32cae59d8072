#!/usr/bin/env node
// The `mesh` command from any folder: what `npm run mesh -- ARGS` does, with the script's whole path.
import { fileURLToPath } from "node:url";

process.argv.splice(2, 0, fileURLToPath(new URL("main.ts", import.meta.url)));
// Not a static import, which would run before the line above.
await import("../toolchain/bootstrap.mjs");
