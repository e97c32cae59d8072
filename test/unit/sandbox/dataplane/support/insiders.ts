import * as fs from "node:fs";
import * as path from "node:path";
import type { PodNamespace } from "../../../../../sandbox/kubelet/pod-host";
import type { ProcessTable, RunningProcess } from "../../../../../sandbox/processes";
import { eventually } from "../../support/folder";

const server = `
  const [, address, port, name] = process.argv;
  const answer = (request, response) => response.end(name + " to " + request.socket.remoteAddress);
  require("node:http").createServer(answer).listen(Number(port), address, () => console.log("listens"));
`;
const client = `
  const [, host, port] = process.argv;
  const request = require("node:http").get({ host, port, agent: false, timeout: 15000 }, (response) => {
    response.pipe(process.stdout);
  });
  request.on("timeout", () => request.destroy(new Error("no answer")));
  request.on("error", (error) => console.log(error.code ?? error.message));
`;

/** Programs that run in namespaces. */
export class Insiders {
  private readonly running: RunningProcess[] = [];

  constructor(
    private readonly table: ProcessTable,
    private readonly folder: string,
  ) {}

  /** Starts a server that says its name, and the address of whom it answers. */
  async serve(inside: PodNamespace, address: string, port: number, name: string): Promise<void> {
    const log = this.start(inside, process.execPath, ["-e", server, address, String(port), name]);
    await eventually(`${name} listening`, () => read(log) === "listens\n", 15_000);
  }

  /** What a program gets from a server: the answer, or the code of the error. */
  ask(inside: PodNamespace, host: string, port: number): Promise<string> {
    return this.run(inside, process.execPath, ["-e", client, host, String(port)]);
  }

  /** All that a program says until it ends. */
  async run(inside: PodNamespace, command: string, args: readonly string[]): Promise<string> {
    const log = this.start(inside, command, args);
    await this.running.at(-1)?.ended;
    return read(log).trim();
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.splice(0).map((one) => one.stop(0)));
  }

  private start(inside: PodNamespace, command: string, args: readonly string[]): string {
    const name = `insider-${this.running.length}`;
    const log = path.join(this.folder, `${name}.log`);
    const env = { PATH: process.env["PATH"] ?? "" };
    const spec = inside.inside({ name, command, args, env, cwd: this.folder, log });
    this.running.push(this.table.start(spec));
    return log;
  }
}

function read(file: string): string {
  return fs.readFileSync(file, "utf8");
}
