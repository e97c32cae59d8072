import * as path from "node:path";
import { styleText } from "node:util";
import { Command } from "commander";
import { ConfigError } from "../stacks/config-error";
import { drawTopology } from "../stacks/diagram";
import { planMesh } from "../stacks/mesh-plan";
import { readStackFile } from "../stacks/stack-file";
import { networkOf } from "../stacks/topology";
import { callPulumi, runPulumi } from "../toolchain/pulumi-command";
import { ensureParts } from "../toolchain/parts";
import { runCommand } from "../toolchain/run-command";
import { SandboxLayout } from "./layout";
import { lookAroundText } from "./messages";
import { progressReport } from "./progress";
import { sandboxPolicies } from "./policies";
import { missingDataPlane, sandboxUp } from "./sandbox";

const root = path.dirname(__dirname);

interface Outputs {
  readonly certificates: { readonly roots: readonly RootOutput[] };
  readonly clusters: Readonly<Record<string, ClusterOutput>>;
}

interface RootOutput {
  readonly name: string;
  readonly signs: boolean;
  readonly fingerprint: string;
  readonly expires: string;
}

interface ClusterOutput {
  readonly role: string;
  readonly network: string;
  readonly istiodVersion?: string;
  readonly controlPlane?: { readonly primary: string; readonly address: string };
  readonly gatewayAddress?: string;
}

/** From nothing to a converged mesh: what `npm start` does. Run again it changes nothing. */
async function start({ stack }: { stack: string }): Promise<void> {
  const { config, problems } = readStackFile(root, stack);
  if (config === undefined) {
    throw new ConfigError(problems);
  }
  const names = config.clusters.map((one) => one.name);
  say(`the sandbox: real control planes for ${names.join(" and ")}`);
  const clusters = config.clusters.map((one) => ({ name: one.name, network: networkOf(one) }));
  const layout = SandboxLayout.ofCheckout();
  await sandboxUp(layout, clusters, progressReport());
  const missing = missingDataPlane(layout);
  if (missing !== undefined) {
    print(missing);
  }
  say(`pulumi up, stack ${stack}`);
  await callPulumi(root, ["stack", "select", "--create", stack]);
  const code = await runPulumi(root, [
    "up",
    "--yes",
    "--skip-preview",
    ...sandboxPolicies,
    "--stack",
    stack,
  ]);
  if (code !== 0) {
    throw new Error(
      `pulumi up ended with ${code}; what it has made so far is kept: run the same again`,
    );
  }
  const outputs = JSON.parse(
    await callPulumi(root, ["stack", "output", "--json", "--stack", stack]),
  ) as Outputs;
  const { istioctl } = await ensureParts(["istioctl"]);
  const plan = planMesh(config);
  say("the mesh");
  print(summary(outputs, drawTopology(plan)));
  say("look around");
  const asked = plan.primaries.map((one) => one.name);
  print(lookAroundText(stack, names, asked, istioctl));
}

function controlPlaneOf({ istiodVersion, controlPlane }: ClusterOutput): string {
  return controlPlane === undefined
    ? `istiod ${istiodVersion ?? ""}`
    : `served by ${controlPlane.primary} at ${controlPlane.address}`;
}

function summary(outputs: Outputs, topology: string): string {
  const clusters = Object.entries(outputs.clusters).map(([name, cluster]) =>
    [
      `  ${name.padEnd(10)} ${cluster.role.padEnd(8)} ${cluster.network.padEnd(12)}`,
      controlPlaneOf(cluster),
      cluster.gatewayAddress === undefined ? "" : `gateway ${cluster.gatewayAddress}`,
    ].join("  "),
  );
  const roots = outputs.certificates.roots
    .filter(({ signs }) => signs)
    .map(
      ({ name, fingerprint, expires }) =>
        `  root of trust "${name}"  ${fingerprint}, until ${expires}`,
    );
  return [...clusters, ...roots, "", topology].join("\n");
}

function say(text: string): void {
  process.stdout.write(`\n${styleText("bold", text)}\n`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function main(): Promise<void> {
  const program = new Command("npm start --")
    .description("A stack's clusters on this machine, and its mesh on them.")
    .option("--stack <name>", "which stack", "dev")
    .action(start);
  await runCommand(program);
}

void main();
