import { ensure } from "../../../../toolchain/ensure";
import type { Part } from "../../../../toolchain/part";
import { runScript } from "../../../../toolchain/script";

/** Ensures the part that is given as JSON: for tests that need several processes, or to kill one. */
runScript(async ([part = ""]) => {
  for (const [, binary] of await ensure([JSON.parse(part) as Part])) {
    process.stdout.write(binary);
  }
  return 0;
});
