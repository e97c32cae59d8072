import { Command } from "commander";
import { runCommand } from "../toolchain/run-command";
import { certs } from "./certs";
import { status } from "./status/status";
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
    .command("status")
    .description("how every component is, what it uses, and what the mesh's services do")
    .option("--stack <name>", "whose mesh", "dev")
    .option(
      "--query <url>",
      "a Prometheus or Thanos to ask for figures, in place of observability.metrics.query.url of the stack's config",
    )
    .option("--json", "all fields, for programs")
    .action(status);
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
