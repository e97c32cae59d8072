import * as fs from "node:fs";
import type { Server } from "node:http";
import * as path from "node:path";
import type { ClusterView } from "../cluster-view";
import { clusterSocket, type ControlPlane } from "../control-plane";
import type { Keeper } from "../kept-process";
import type { ClusterNetwork } from "../network/cluster-network";
import { literally, startConnectProxy } from "../network/connect-proxy";
import type { Target } from "../network/service-backends";
import type { DataPlane } from "./data-plane";
import { publicNames } from "./hosts";
import type { Node } from "./node";
import { NodeSync } from "./node-sync";

/** What a cluster's node needs of the sandbox. */
export interface ClusterNodeHost extends Keeper {
  /** Undefined on a machine that cannot run one. */
  readonly dataPlane: DataPlane | undefined;
  /** The networks of all clusters that can be asked by now, this one's included. */
  networks(): readonly ClusterNetwork[];
}

/** A cluster's part of the data plane; undefined where there is none. @throws Error saying what could not be made */
export async function addClusterNode(
  plane: ControlPlane,
  host: ClusterNodeHost,
): Promise<ClusterNode | undefined> {
  const { dataPlane } = host;
  if (dataPlane === undefined) {
    return undefined;
  }
  const { name: cluster, index, network, addresses, layout } = plane;
  const tunnel = clusterSocket(plane, "tunnel");
  const server = await startConnectProxy(tunnel, literally, (message) => host.log(message));
  try {
    const node = await dataPlane.add({
      cluster,
      index,
      network,
      addresses,
      keeper: host,
      folder: path.join(layout.root, "node"),
      socket: clusterSocket(plane, "node"),
    });
    return new ClusterNode(plane, host, dataPlane, node, server);
  } catch (error) {
    server.close();
    throw error;
  }
}

/** A cluster's node, told of what the cluster has, and the way from it to the processes outside of the data plane. */
export class ClusterNode {
  private sync: NodeSync | undefined;

  constructor(
    private readonly plane: ControlPlane,
    private readonly host: ClusterNodeHost,
    private readonly dataPlane: DataPlane,
    readonly network: Node,
    private readonly tunnel: Server,
  ) {}

  /** How an address is reached from the node. */
  readonly target = (host: string, port: number): Target => this.network.target(host, port);

  /**
   * Keeps the node up to date from now on.
   * @param loopback where the pods on this machine's own network listen, by `address:port` as the cluster knows them
   */
  follow(view: ClusterView, loopback: () => Readonly<Record<string, Target>>): void {
    const through = clusterSocket(this.plane, "tunnel");
    this.sync = new NodeSync(this.network, {
      services: () => view.services.list(),
      endpoints: () => view.endpoints.list(),
      publicNames: () => this.host.networks().flatMap((one) => publicNames(one.services())),
      processes: () => {
        const targets = Object.entries(loopback());
        return Object.fromEntries(targets.map(([at, target]) => [at, { ...target, through }]));
      },
    });
    this.changed();
  }

  /** To be called when Services, Endpoints or names may have changed. */
  changed(): void {
    this.sync?.changed();
  }

  async stop(): Promise<void> {
    this.sync?.stop();
    this.tunnel.closeAllConnections();
    this.tunnel.close();
    fs.rmSync(clusterSocket(this.plane, "tunnel"), { force: true });
    await this.dataPlane.remove(this.plane.name);
  }
}
