import * as fs from "node:fs";
import type { Checkout, CommandResult } from "./checkout";

/** One thing that the engine did to a resource, in the order of the time at which it was done. */
export interface Step {
  readonly op: string;
  /** Name of the resource. */
  readonly name: string;
  /** When the engine began, and when it was done; places in its event log. */
  readonly began: number;
  readonly done: number;
}

interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: StepMetadata };
  readonly resOutputsEvent?: { readonly metadata: StepMetadata };
}

interface StepMetadata {
  readonly op: string;
  readonly urn: string;
}

/** A stack of a checkout, through the documented command. */
export class TestStack {
  /** @param env variables that its commands get besides their own */
  constructor(
    readonly checkout: Checkout,
    readonly name: string,
    private readonly env: Readonly<Record<string, string>> = {},
  ) {}

  get file(): string {
    return `Pulumi.${this.name}.yaml`;
  }

  /** Makes the stack; it has to have its file. */
  async init(): Promise<void> {
    const args = ["run", "-s", "pulumi", "--", "stack", "init", this.name, "--no-select"];
    await this.checkout.succeed("npm", args);
  }

  /** `npm run -s pulumi -- ARGS`, without questions; how it ends is the caller's to judge. */
  run(args: readonly string[], signal?: AbortSignal): Promise<CommandResult> {
    return this.checkout.run("env", this.command(args), signal);
  }

  /** The same, and it has to succeed. */
  succeeds(...args: readonly string[]): Promise<string> {
    return this.checkout.succeed("env", this.command(args));
  }

  /** Converges, and has to succeed. */
  async up(...args: readonly string[]): Promise<readonly Step[]> {
    return this.logged("up", ...args);
  }

  /** Destroys, and has to succeed. */
  async destroy(): Promise<readonly Step[]> {
    return this.logged("destroy");
  }

  /** Sets a secret of the stack to the content of a file, as the README says it. */
  async setSecret(key: string, file: string): Promise<void> {
    const command = `npm run -s pulumi -- config set --secret ${key} --stack ${this.name} < ${file}`;
    await this.checkout.succeed("bash", ["-c", command]);
  }

  /** An output of the stack. */
  async output(name: string): Promise<unknown> {
    return JSON.parse(await this.succeeds("stack", "output", name, "--json")) as unknown;
  }

  private async logged(...args: readonly string[]): Promise<readonly Step[]> {
    const log = this.checkout.path(".sandbox", `events-${this.name}.json`);
    fs.rmSync(log, { force: true });
    await this.succeeds(...args, "--yes", "--skip-preview", "--event-log", log);
    const events = fs
      .readFileSync(log, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as EngineEvent);

    fs.rmSync(log);
    return steps(events);
  }

  private command(args: readonly string[]): string[] {
    // The engine's log of events is behind this switch.
    const env = Object.entries({ ...this.env, PULUMI_DEBUG_COMMANDS: "1" });
    const variables = env.map(([key, value]) => `${key}=${value}`);
    const pulumi = ["npm", "run", "-s", "pulumi", "--", ...args];
    return [...variables, ...pulumi, "--stack", this.name, "--non-interactive"];
  }
}

/** What was not left as it was: `<op> <name>`, sorted. */
export function changes(done: readonly Step[]): string[] {
  return done
    .filter(({ op }) => op !== "same")
    .map(({ op, name }) => `${op} ${name}`)
    .sort();
}

function steps(events: readonly EngineEvent[]): Step[] {
  return events.flatMap(({ resOutputsEvent }, done) => {
    const { op, urn } = resOutputsEvent?.metadata ?? { op: "", urn: "" };
    // Nothing is done to a component, whose end the log notes too.
    if (resOutputsEvent === undefined || /[$:]istio-mesh:index:\w+::[^:]+$/.test(urn)) {
      return [];
    }
    const began = events.findIndex(
      ({ resourcePreEvent: pre }) => pre?.metadata.urn === urn && pre.metadata.op === op,
    );
    return [{ op, name: urn.split("::").at(-1) ?? "", began, done }];
  });
}
