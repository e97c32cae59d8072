import { Command } from "commander";
import { runCommand } from "../toolchain/run-command";
import { certs } from "./certs";
import { versions } from "./versions";

async function main(): Promise<void> {
  const program = new Command("mesh").description("Looks at a mesh that a stack has brought up.");
  program
    .command("certs")
    .description("every certificate that signs or is trusted: for which clusters, and how long yet")
    .argument("[pattern]", "only those that it fits, best first: a name, kind, subject or cluster")
    .option("--stack <name>", "whose mesh", "dev")
    .option("--json", "all fields, for programs")
    .action(certs);
  program
    .command("versions")
    .description(
      "every Istio version that can be had: what it can do, who runs it, who could go there",
    )
    .option("--stack <name>", "whose mesh", "dev")
    .option("--json", "all fields, for programs")
    .action(versions);
  await runCommand(program);
}

void main();
