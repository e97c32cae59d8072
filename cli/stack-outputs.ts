import * as path from "node:path";
import { readStackFile } from "../stacks/stack-file";

export const root = path.dirname(__dirname);

/** Runs Pulumi and returns what it printed. */
export type CallPulumi = (args: readonly string[]) => Promise<string>;

/** All outputs of a stack, none if there is only its file. @throws ConfigError with the stacks that there are */
export async function stackOutputs<Outputs>(
  stack: string,
  call: CallPulumi,
): Promise<Partial<Outputs>> {
  try {
    const text = await call(["stack", "output", "--json", "--stack", stack]);
    return JSON.parse(text) as Partial<Outputs>;
  } catch (error) {
    if (!(error as Error).message.includes("no stack named")) {
      throw error;
    }
    readStackFile(root, stack);
    return {};
  }
}

/** What to do about outputs that are not there. */
export function bringUp(stack: string): string {
  return `run: npm run -s pulumi -- up --stack ${stack}`;
}

/** Whether the terminal shows colours, and is asked to. */
export function wantsColour(): boolean {
  return process.stdout.isTTY && !process.env.NO_COLOR;
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
