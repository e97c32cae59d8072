import * as fs from "node:fs";
import * as path from "node:path";
import { writeFileAtomically } from "../files";
import { type Keeper, KeptProcess } from "../kept-process";
import type { Target } from "../network/service-backends";
import {
  answerAt,
  answerNoMoreAt,
  plugPod,
  routesToPeers,
  setUpNode,
  setUpPod,
  unplugPod,
  type NodePlace,
} from "./links";
import { Namespace } from "./namespace";
import type { Forwards } from "./relay";

const shutdownGraceMs = 1_000;

/** Of a node, below /proc/sys/net; inherited by the links to come. */
const settings = {
  "ipv4/ip_forward": "1",
  "ipv4/conf/all/rp_filter": "0",
  "ipv4/conf/default/rp_filter": "0",
  // Or the third packet in a few seconds that cannot be delivered is not refused, but waited for.
  "ipv4/icmp_ratelimit": "0",
};

/** What a node is made from. */
export interface NodeSpec extends NodePlace {
  /** The sandbox's name of the cluster. */
  readonly cluster: string;
  readonly keeper: Keeper;
  /** Folder for its files. */
  readonly folder: string;
  /** Unix socket of its relay; short enough for one. */
  readonly socket: string;
  /** The relay as one file that Node.js runs. */
  readonly relayProgram: string;
}

/** A node of a cluster as the data plane has it: the namespace that its pods are linked to, and the relay in it. */
export class Node {
  private routes: readonly string[] = [];
  private relay: KeptProcess | undefined;
  private answered: readonly string[] = [];
  private answers: Promise<void> = Promise.resolve();
  private forwards = "";
  private names = "";

  private constructor(
    private spec: NodeSpec,
    private readonly namespace: Namespace,
  ) {}

  /** @throws Error saying what of it could not be made */
  static async open(spec: NodeSpec): Promise<Node> {
    const { cluster, keeper, folder } = spec;
    fs.mkdirSync(folder, { recursive: true });
    const log = path.join(folder, "node.log");
    const namespace = await Namespace.open(keeper.table, `${cluster}/node`, folder, log);
    try {
      await namespace.set(settings);
      const node = new Node(spec, namespace);
      node.serve({});
      node.name("");
      fs.writeFileSync(node.emptyFile, "");
      return node;
    } catch (error) {
      await namespace.close();
      throw error;
    }
  }

  /** The process whose namespace the node is. */
  get pid(): number {
    return this.namespace.pid;
  }

  get place(): NodePlace {
    return this.spec;
  }

  /** Sets the node up once it is linked to the bridges. */
  async start(): Promise<void> {
    await this.namespace.ip(setUpNode(this.spec));
    const { cluster, folder, relayProgram, socket } = this.spec;
    const relay = this.namespace.inside({
      name: `${cluster}/relay`,
      command: process.execPath,
      args: [relayProgram, socket, this.forwardsFile],
      env: {},
      cwd: folder,
      log: path.join(folder, "relay.log"),
    });
    this.relay = new KeptProcess(relay, this.spec.keeper);
  }

  /** The target that one reaches from the node. */
  target(host: string, port: number): Target {
    return { host, port, through: this.spec.socket };
  }

  /** Takes note of the bridge to which the node was moved; its routes follow when it is told of its peers. */
  movedTo(bridge: string): void {
    this.spec = { ...this.spec, bridge };
  }

  /** Brings the routes to other nodes up to date, also after this one or one of them has moved. */
  async knowPeers(peers: readonly NodePlace[]): Promise<void> {
    const next = routesToPeers(this.spec, peers);
    const lost = this.routes.filter((route) => !next.includes(route));
    const won = next.filter((route) => !this.routes.includes(route));
    // Those that go, first: a new one may differ from an old one by its table alone.
    this.routes = next;
    await this.namespace.allOf([
      ...lost.map((route) => `route del ${route}`),
      ...won.map((route) => `route replace ${route}`),
    ]);
  }

  /** Says where connections to the node's addresses go. */
  serve(forwards: Forwards): void {
    const text = JSON.stringify(forwards, null, 2);
    if (text !== this.forwards) {
      this.forwards = text;
      writeFileAtomically(this.forwardsFile, text);
    }
  }

  /** Says at which pods' addresses the node itself answers, because their processes are not in the data plane. */
  answer(podIPs: readonly string[]): void {
    this.answers = this.answers
      .then(async () => {
        const lost = this.answered.filter((one) => !podIPs.includes(one));
        const won = podIPs.filter((one) => !this.answered.includes(one));
        this.answered = podIPs;
        await this.namespace.allOf([...lost.map(answerNoMoreAt), ...won.map(answerAt)]);
      })
      .catch((error: unknown) => this.spec.keeper.log(String(error)));
  }

  /** Says what names the pods know, in the form of /etc/hosts. */
  name(hosts: string): void {
    const text = `127.0.0.1 localhost\n${hosts}`;
    if (text !== this.names) {
      this.names = text;
      // In place, because what is mounted in the pods is this very file.
      fs.writeFileSync(this.hostsFile, text);
    }
  }

  /** Makes the namespace of a pod, linked to the node. @throws Error saying what of it could not be made */
  async addPod(pod: string, podIP: string): Promise<Namespace> {
    const { addresses, cluster, keeper, folder } = this.spec;
    const namespace = await Namespace.open(
      keeper.table,
      `${cluster}/${pod}/pause`,
      folder,
      path.join(folder, "node.log"),
      { "/etc/hosts": this.hostsFile, "/etc/resolv.conf": this.emptyFile },
    );
    try {
      await this.namespace.ip(plugPod(addresses, podIP, namespace.pid));
      await namespace.ip(setUpPod(addresses, podIP));
    } catch (error) {
      await namespace.close();
      throw error;
    }
    return namespace;
  }

  async removePod(namespace: Namespace, podIP: string): Promise<void> {
    await this.namespace.ip(unplugPod(podIP)).catch((error: unknown) => {
      this.spec.keeper.log(String(error));
    });
    await namespace.close();
  }

  async close(): Promise<void> {
    await this.relay?.stop(shutdownGraceMs);
    await this.namespace.close();
    fs.rmSync(this.spec.socket, { force: true });
  }

  private get forwardsFile(): string {
    return path.join(this.spec.folder, "forwards.json");
  }

  private get hostsFile(): string {
    return path.join(this.spec.folder, "hosts");
  }

  private get emptyFile(): string {
    return path.join(this.spec.folder, "resolv.conf");
  }
}
