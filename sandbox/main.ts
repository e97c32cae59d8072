import * as path from "node:path";
import { styleText } from "node:util";
import { Command, InvalidArgumentError } from "commander";
import { readStackFile } from "../stacks/stack-file";
import { networkOf } from "../stacks/topology";
import { runCommand } from "../toolchain/run-command";
import { forgetSandboxStacks } from "./forget-stacks";
import { SandboxLayout } from "./layout";
import { endingText } from "./messages";
import { progressReport } from "./progress";
import type { ClusterRequest } from "./desired";
import { missingDataPlane, sandboxDown, sandboxUp } from "./sandbox";
import type { SandboxStatus } from "./status";
import { runningStatus } from "./supervisor-process";
import { endTraffic, sandboxTraffic, type TrafficOptions } from "./traffic/command";

const root = path.dirname(__dirname);
const layout = SandboxLayout.ofCheckout();

/** The clusters that a stack file declares. @throws Error that names what is wrong with the file */
function clustersOfStack(stack: string): ClusterRequest[] {
  return readStackFile(root, stack).clusters.map(({ cluster }) => ({
    name: cluster.name,
    network: networkOf(cluster),
  }));
}

async function up({ stack, dataPlane }: { stack: string; dataPlane: boolean }): Promise<void> {
  const clusters = clustersOfStack(stack);
  if (clusters.length === 0) {
    throw new Error(`Pulumi.${stack}.yaml declares no cluster`);
  }
  print(await sandboxUp(layout, clusters, progressReport(), dataPlane));
  const missing = missingDataPlane(layout);
  if (missing !== undefined) {
    process.stdout.write(`${missing}\n`);
  }
}

function status({ stack, json }: { stack?: string; json?: true }): void {
  const running = runningStatus(layout);
  const names =
    stack === undefined
      ? Object.keys(running?.clusters ?? {})
      : clustersOfStack(stack).map((one) => one.name);
  const shown = Object.entries(running?.clusters ?? {}).filter(([name]) => names.includes(name));
  const clusters = Object.fromEntries(shown);
  if (json) {
    process.stdout.write(
      `${JSON.stringify({ running: running !== undefined, clusters }, null, 2)}\n`,
    );
  } else if (running === undefined) {
    process.stdout.write("no sandbox runs; start it with: npm run sandbox -- up\n");
  } else {
    print({ ...running, clusters });
  }
}

async function down({ stack }: { stack?: string }): Promise<void> {
  const clusters = stack === undefined ? undefined : clustersOfStack(stack).map((one) => one.name);
  const ending = await sandboxDown(layout, clusters);
  // Its objects are gone with the clusters; a state that still names them would make the next `up` wait for nothing.
  const forgotten = forgetSandboxStacks(root, clusters);
  process.stdout.write(`${endingText(ending, forgotten)}\n`);
}

async function traffic(options: TrafficOptions & { remove?: true }): Promise<void> {
  if (options.remove) {
    await endTraffic(layout);
  } else if (!(await sandboxTraffic(layout, options))) {
    process.exitCode = 1;
  }
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) {
    throw new InvalidArgumentError("expected a whole number from 1");
  }
  return number;
}

function print(sandbox: SandboxStatus): void {
  for (const [name, cluster] of Object.entries(sandbox.clusters)) {
    const kubeconfig = path.relative(process.cwd(), cluster.kubeconfig);
    process.stdout.write(`${styleText("bold", name)}  ${cluster.state}\n`);
    process.stdout.write(`  API server  ${cluster.apiServer}\n  kubeconfig  ${kubeconfig}\n`);
    for (const one of cluster.processes) {
      const state = one.ready ? "ready" : "not ready";
      process.stdout.write(
        `  ${one.program.padEnd(16)} pid ${one.pid ?? "-"}  ${state}  ${one.namespace}/${one.pod}\n`,
      );
      for (const [purpose, address] of Object.entries(one.ports)) {
        process.stdout.write(`    ${purpose.padEnd(10)} ${address}\n`);
      }
    }
  }
}

async function main(): Promise<void> {
  const program = new Command("npm run sandbox --").description(
    "Real Kubernetes control planes on this machine, one for each cluster of a stack.",
  );
  program
    .command("up")
    .option("--stack <name>", "whose clusters", "dev")
    .option("--no-data-plane", "control planes alone: pods are simulated, no traffic flows")
    .action(up);
  program
    .command("status")
    .option("--stack <name>", "whose clusters")
    .option("--json")
    .action(status);
  program
    .command("traffic")
    .description("requests between sample workloads of all clusters, over the mesh's real proxies")
    .option("--from <cluster>", "only its client")
    .option("--to <cluster>", "only its server")
    .option("--count <number>", "requests of each protocol on each way", wholeNumber, 20)
    .option("--json")
    .option("--svg <file>", "writes a picture, too")
    .option("--remove", "takes the sample workloads away, and sends nothing")
    .action(traffic);
  program.command("down").option("--stack <name>", "only its clusters").action(down);
  await runCommand(program);
}

void main();
