import { Command, InvalidArgumentError } from "commander";
import { runCommand } from "../../toolchain/run-command";
import { type EchoOptions, startEcho } from "./echo";

/** How long it still answers those who have not heard yet that its pod goes, as a well-made app does. */
const lingerMs = 2_000;
const graceMs = 5_000;

async function run(options: EchoOptions): Promise<void> {
  const [cluster, pod] = [environment("CLUSTER"), environment("POD_NAME")];
  const echo = await startEcho({ cluster, pod }, options);
  process.once("SIGTERM", () => {
    setTimeout(() => process.exit(0), graceMs);
    void echo.stop(lingerMs).then(() => process.exit(0));
  });
  const { http, grpc, tcp } = echo.ports;
  process.stdout.write(`${cluster}/${pod} listens: http ${http}, grpc ${grpc}, tcp ${tcp}\n`);
}

function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new Error(`the environment has no ${name}`);
  }
  return value;
}

function port(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new InvalidArgumentError("expected a port");
  }
  return number;
}

async function main(): Promise<void> {
  const program = new Command("echo")
    .description("The app of a sample workload: answers who it is, and asks others on demand.")
    .requiredOption("--http <port>", "of 127.0.0.1", port)
    .requiredOption("--grpc <port>", "of 127.0.0.1", port)
    .requiredOption("--tcp <port>", "of 127.0.0.1", port)
    .requiredOption("--control <socket>", "at which it takes orders")
    .action(run);
  await runCommand(program);
}

void main();
