import { Command } from "commander";
import { runCommand } from "../toolchain/run-command";
import { certs } from "./certs";

async function main(): Promise<void> {
  const program = new Command("mesh").description("Looks at a mesh that a stack has brought up.");
  program
    .command("certs")
    .description("every certificate that signs or is trusted: for which clusters, and how long yet")
    .argument("[pattern]", "only those that it fits, best first: a name, kind, subject or cluster")
    .option("--stack <name>", "whose mesh", "dev")
    .option("--json", "all fields, for programs")
    .action(certs);
  await runCommand(program);
}

void main();
