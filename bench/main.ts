import { Command } from "commander";
import { runCommand } from "../toolchain/run-command";
import { compareLoaders } from "./loaders";
import { compareWithHand } from "./mesh";
import { measurePlans } from "./plan";
import { comparePolicies } from "./policies";

/** `npm run bench -- [mesh|start|plan|policies]`: how long things take, each beside what it is to be compared with, in one run. */
async function main(): Promise<void> {
  const program = new Command("npm run bench --").description(
    "Measures on a checkout and a sandbox of its own; a number is worth only what stands beside it.",
  );
  program
    .command("mesh", { isDefault: true })
    .description("up, a second up and a preview, beside the same mesh made by hand with istioctl")
    .action(compareWithHand);
  program
    .command("start")
    .description("ways to load the program: esbuild's bundle, tsx and ts-node")
    .option("--runs <n>", "how often each", "3")
    .action(({ runs }: { runs: string }) => compareLoaders(Number(runs)));
  program
    .command("plan")
    .description(
      "checking and planning meshes of 2, 4 and 8 clusters, and how many resources each makes",
    )
    .action(measurePlans);
  program
    .command("policies")
    .description("a preview of four clusters, without the policy pack and with it")
    .option("--runs <n>", "how often each", "5")
    .action(({ runs }: { runs: string }) => comparePolicies(Number(runs)));
  await runCommand(program);
}

void main();
