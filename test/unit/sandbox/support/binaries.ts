import * as fs from "node:fs";
import * as path from "node:path";
import { type PartName, partNames } from "../../../../toolchain/parts";

/** Programs that stand for the sandbox's parts: each sleeps, and listens to nothing. */
export function sleepingBinaries(folder: string): Record<PartName, string> {
  const file = path.join(folder, "sleeper");
  fs.writeFileSync(file, "#!/bin/sh\nexec /bin/sleep 60\n", { mode: 0o700 });
  const names = partNames("sandbox").map((name) => [name, file] as const);
  return Object.fromEntries(names) as Record<PartName, string>;
}
