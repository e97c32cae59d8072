import * as fs from "node:fs";
import * as path from "node:path";
import type { ClusterAddresses } from "../addresses";
import type { Keeper } from "../kept-process";
import type { ProcessTable } from "../processes";
import { addBridge, moveNode, outside, plugNode, unplugNode } from "./links";
import { Namespace } from "./namespace";
import { Node } from "./node";

/** What a cluster says of itself for its node to be made. */
export interface NodeRequest {
  readonly cluster: string;
  readonly index: number;
  readonly addresses: ClusterAddresses;
  readonly keeper: Keeper;
  readonly folder: string;
  readonly socket: string;
  /** The Istio network that it is in, by the stack's name. */
  readonly network: string;
}

/** The nodes of all clusters, and the bridges between them, which have a namespace of their own. */
export class DataPlane {
  private fabric: Namespace | undefined;
  private readonly nodes = new Map<string, Node>();
  /** Bridges by network. */
  private readonly bridges = new Map<string, string>();
  /** One after the other: each change looks at all nodes. */
  private work: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly table: ProcessTable,
    private readonly folder: string,
    private readonly relayProgram: string,
    private readonly log: (message: string) => void,
  ) {}

  /** Makes a cluster's node, and tells the others of it. @throws Error saying what could not be made */
  add(request: NodeRequest): Promise<Node> {
    return this.next(async () => {
      const bridge = await this.bridge(request.network);
      const node = await Node.open({ ...request, bridge, relayProgram: this.relayProgram });
      try {
        await (await this.bridgesNamespace()).ip(plugNode(node.place, node.pid));
        await node.start();
        this.nodes.set(request.cluster, node);
        await this.tellAll();
      } catch (error) {
        this.nodes.delete(request.cluster);
        await node.close();
        throw error;
      }
      return node;
    });
  }

  /** Moves a cluster to another network, if it is not there. */
  move(cluster: string, network: string): Promise<void> {
    return this.next(async () => {
      const node = this.nodes.get(cluster);
      const bridge = await this.bridge(network);
      if (node !== undefined && node.place.bridge !== bridge) {
        await (await this.bridgesNamespace()).ip(moveNode({ ...node.place, bridge }));
        node.movedTo(bridge);
        await this.tellAll();
      }
    });
  }

  remove(cluster: string): Promise<void> {
    return this.next(async () => {
      const node = this.nodes.get(cluster);
      this.nodes.delete(cluster);
      if (node !== undefined) {
        // Before the namespace goes: with it they would go some time later, and may be made again at once.
        const unplugged = (await this.bridgesNamespace()).ip(unplugNode(node.place));
        await unplugged.catch((error: unknown) => this.log(String(error)));
        await node.close();
      }
      await this.tellAll();
    });
  }

  async close(): Promise<void> {
    await this.next(async () => {
      await Promise.all([...this.nodes.values()].map((node) => node.close()));
      this.nodes.clear();
      await this.fabric?.close();
    });
  }

  private next<T>(change: () => Promise<T>): Promise<T> {
    const result = this.work.then(change);
    this.work = result.catch(() => undefined);
    return result;
  }

  private async tellAll(): Promise<void> {
    const nodes = [...this.nodes.values()];
    await Promise.all(
      [...this.nodes].map(async ([cluster, node]) => {
        const peers = nodes.filter((one) => one !== node).map((one) => one.place);
        // A node that is broken must not keep the others from knowing each other.
        await node.knowPeers(peers).catch((error: unknown) => {
          this.log(`node of ${cluster}: ${String(error)}`);
        });
      }),
    );
  }

  private async bridge(network: string): Promise<string> {
    const known = this.bridges.get(network);
    if (known !== undefined) {
      return known;
    }
    const bridge = `net${this.bridges.size}`;
    await (await this.bridgesNamespace()).ip(addBridge(bridge));
    this.bridges.set(network, bridge);
    return bridge;
  }

  private async bridgesNamespace(): Promise<Namespace> {
    if (this.fabric === undefined) {
      fs.mkdirSync(this.folder, { recursive: true });
      const log = path.join(this.folder, "fabric.log");
      this.fabric = await Namespace.open(this.table, "fabric", this.folder, log);
      await this.fabric.ip(addBridge(outside));
    }
    return this.fabric;
  }
}
