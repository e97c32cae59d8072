import { spawn } from "node:child_process";
import * as path from "node:path";
import { createInterface } from "node:readline";

/** One part of the proof. */
interface Check {
  readonly name: string;
  readonly command: readonly string[];
}

interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

const root = path.dirname(__dirname);
const verify: readonly Check[] = [
  { name: "types", command: ["tsc", "-p", "."] },
  { name: "lint", command: ["eslint", "--max-warnings=0", "."] },
  { name: "format", command: ["prettier", "--check", "--log-level=warn", "."] },
  { name: "unit", command: ["mocha", "test/unit/**/*.test.ts", "test/property/**/*.test.ts"] },
];
const integration: Check = {
  name: "integration",
  command: ["mocha", "--config", "test/integration/.mocharc.json"],
};

/** Runs a check; a runner that counts its tests counts for those, any other command for one. */
async function run({ name, command: [program = "", ...args] }: Check): Promise<Outcome> {
  const start = Date.now();
  const binary = path.join(root, "node_modules", ".bin", program);
  const child = spawn(binary, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  let passed = 0;
  let failed = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const count = /^\s+(?<number>\d+) (?<kind>passing|failing|pending)\b/.exec(line)?.groups;
    // A test that is skipped has shown nothing.
    passed += count?.["kind"] === "passing" ? Number(count["number"]) : 0;
    failed += count !== undefined && count["kind"] !== "passing" ? Number(count["number"]) : 0;
    process.stdout.write(`${line}\n`);
  }
  const code =
    child.exitCode ??
    (await new Promise<number>((resolve) => child.once("exit", (exit) => resolve(exit ?? 1))));
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  process.stdout.write(`${name}: ${code === 0 ? "ok" : `failed with ${code}`}, ${seconds} s\n\n`);
  if (program === "mocha") {
    // One that was interrupted counts nothing, and ends as if all were well.
    const isWhole = code === 0 && passed > 0;
    return { passed, failed: isWhole ? failed : Math.max(failed, 1) };
  }
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
}

async function main(): Promise<void> {
  const outcomes = await Promise.all(verify.map(run));
  if (process.argv[2] === "all") {
    outcomes.push(await run(integration));
  }
  const passed = outcomes.reduce((sum, one) => sum + one.passed, 0);
  const failed = outcomes.reduce((sum, one) => sum + one.failed, 0);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

void main();
