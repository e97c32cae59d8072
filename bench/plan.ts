import { planMesh } from "../stacks/mesh-plan";
import type { StackConfig } from "../stacks/schema";
import { validate } from "../stacks/validate";
import { recordStack } from "../test/support/mesh-recording";
import type { Recorded } from "../test/support/mocks";
import { median } from "./stopwatch";

const sizes = [2, 4, 8];
const runs = 51;

/** Shapes of meshes by what they are: whether the cluster at a place is a remote of the one before it. */
const shapes: Readonly<Record<string, (at: number) => boolean>> = {
  "primaries, a network each": () => false,
  "every other a remote, a network each": (at) => at % 2 === 1,
};

/** Prints how long checking and planning take, and what the plans make. */
export async function measurePlans(): Promise<void> {
  for (const [shape, isRemote] of Object.entries(shapes)) {
    process.stdout.write(`${shape}\n`);
    for (const size of sizes) {
      const raw = rawConfig(size, isRemote);
      const config = checked(raw);
      const times = Array.from({ length: runs }, () => {
        const start = performance.now();
        planMesh(checked(raw));
        return performance.now() - start;
      });
      const { resources } = await recordStack(config);
      const shared = resources.filter((one) => one.cluster === undefined && isCustom(one)).length;
      const onClusters = config.clusters.map(
        ({ name }) => resources.filter((one) => one.cluster === name).length,
      );
      process.stdout.write(
        `  ${size} clusters  checked and planned in ${median(times).toFixed(2)} ms (median of ${runs})  resources per cluster, the operator chart as one: ${onClusters.join(" ")}; of none: ${shared}\n`,
      );
    }
  }
}

function rawConfig(size: number, isRemote: (at: number) => boolean): Record<string, unknown> {
  const clusters = Array.from({ length: size }, (_, at) => ({
    name: `c${at}`,
    network: `net-${at}`,
    kubeconfig: { context: `c${at}` },
    ...(isRemote(at) ? { primary: `c${at - 1}` } : {}),
  }));
  return { mesh: { id: "bench", version: "1.22.8" }, clusters };
}

function checked(raw: Readonly<Record<string, unknown>>): StackConfig {
  const { config, problems } = validate(raw, "istio-mesh:");
  if (config === undefined) {
    throw new Error(problems.map((one) => `${one.path}: ${one.message}`).join("\n"));
  }
  return config;
}

/** Components group resources and make nothing themselves. */
function isCustom({ type }: Recorded): boolean {
  return !type.startsWith("istio-mesh:") && !type.startsWith("kubernetes:helm.sh");
}
