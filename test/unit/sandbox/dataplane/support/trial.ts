import * as fs from "node:fs";
import * as path from "node:path";
import { clusterAddresses } from "../../../../../sandbox/addresses";
import { DataPlane } from "../../../../../sandbox/dataplane/data-plane";
import type { Namespace } from "../../../../../sandbox/dataplane/namespace";
import type { Node } from "../../../../../sandbox/dataplane/node";
import { ProcessTable } from "../../../../../sandbox/processes";
import { eventually, remove, sleep, temporaryFolder } from "../../support/folder";
import { Insiders } from "./insiders";

/** Where the server of every pod listens. */
export const port = 8080;

/** A pod with a server, which answers with the pod's address and that of whom it answers. */
export interface TrialPod {
  readonly inside: Namespace;
  readonly podIP: string;
}

/** A data plane for one test. */
export class Trial {
  readonly folder = temporaryFolder();
  readonly log: string[] = [];
  readonly table = new ProcessTable(this.records);
  readonly plane: DataPlane;
  private readonly pods: Namespace[] = [];
  private readonly insiders = new Insiders(this.table, this.folder);

  constructor(relayProgram: string) {
    this.plane = new DataPlane(
      this.table,
      path.join(this.folder, "fabric"),
      relayProgram,
      (message) => this.log.push(message),
    );
  }

  /** Adds cluster number `index`, which has the name `c` and the number. */
  add(index: number, network: string, cluster = `c${index}`): Promise<Node> {
    return this.plane.add({
      cluster,
      index,
      network,
      addresses: clusterAddresses({ loopback: 20 }, index),
      keeper: {
        table: this.table,
        changed: () => undefined,
        log: (message) => this.log.push(message),
      },
      folder: path.join(this.folder, cluster),
      socket: path.join(this.folder, `${cluster}.sock`),
    });
  }

  async addPod(node: Node, slot = 0): Promise<TrialPod> {
    const podIP = node.place.addresses.pod(slot);
    const inside = await node.addPod(`sample/pod-${slot}`, podIP);
    this.pods.push(inside);
    await this.insiders.serve(inside, podIP, port, podIP);
    return { inside, podIP };
  }

  /** What a pod gets: the answer, or the code of the error. */
  ask(from: TrialPod, host: string, at = port): Promise<string> {
    return this.insiders.ask(from.inside, host, at);
  }

  /** What a pod gets once it is `answer`, as soon as the relays have followed; or else at last. */
  async eventuallyAsk(answer: string, from: TrialPod, host: string, at = port): Promise<string> {
    let last = await this.ask(from, host, at);
    for (let tries = 0; tries < 60 && last !== answer; tries += 1) {
      await sleep(50);
      last = await this.ask(from, host, at);
    }
    return last;
  }

  /** The names of the processes on record. */
  get processes(): string[] {
    return fs.existsSync(this.records)
      ? (JSON.parse(fs.readFileSync(this.records, "utf8")) as { name: string }[]).map(
          ({ name }) => name,
        )
      : [];
  }

  async close(): Promise<void> {
    await this.insiders.stop();
    await Promise.all(this.pods.map((one) => one.close()));
    await this.plane.close();
    // Or the record of what has ended just now would come after the folder's end.
    await eventually("an empty record", () => this.processes.length === 0);
    remove(this.folder);
  }

  private get records(): string {
    return path.join(this.folder, "processes.json");
  }
}
