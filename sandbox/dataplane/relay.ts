import * as fs from "node:fs";
import * as net from "node:net";
import * as path from "node:path";
import { connectTo, join } from "../network/connect";
import { literally, startConnectProxy } from "../network/connect-proxy";
import { parseTarget, type Target } from "../network/service-backends";

/** Where connections to a node's addresses go, by `address:port`; one of the targets is taken for each. */
export type Forwards = Readonly<Record<string, readonly Target[]>>;

/**
 * What runs in a node's namespace: kube-proxy and the cloud's load balancer for those who connect to one of the node's
 * addresses, and a way into the namespace for those on this machine (a proxy on a unix socket).
 * @param forwardsFile JSON of {@link Forwards}; read again when it is replaced
 */
export async function runRelay(socket: string, forwardsFile: string): Promise<void> {
  const relay = new Relay();
  const read = () => relay.serve(JSON.parse(fs.readFileSync(forwardsFile, "utf8")) as Forwards);
  fs.watch(path.dirname(forwardsFile), (_, name) => {
    if (name === path.basename(forwardsFile)) {
      read();
    }
  });
  read();
  await startConnectProxy(socket, literally, say);
}

class Relay {
  private forwards: Forwards = {};
  private readonly servers = new Map<number, net.Server>();
  private turn = 0;

  serve(forwards: Forwards): void {
    this.forwards = forwards;
    const ports = new Set(Object.keys(forwards).map((key) => parseTarget(key).port));
    for (const port of ports) {
      if (!this.servers.has(port)) {
        this.servers.set(port, this.listen(port));
      }
    }
    for (const [port, server] of this.servers) {
      if (!ports.has(port)) {
        this.servers.delete(port);
        server.close();
      }
    }
  }

  /** On all addresses: which one a client meant, its connection tells. */
  private listen(port: number): net.Server {
    const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      client.on("error", () => client.destroy());
      const targets = this.forwards[`${client.localAddress ?? ""}:${client.localPort ?? 0}`] ?? [];
      const first = (this.turn += 1) % (targets.length || 1);
      connectToOne([...targets.slice(first), ...targets.slice(0, first)]).then(
        (upstream) => {
          // For a client that is gone already, no end would come.
          if (client.destroyed) {
            upstream.destroy();
          } else {
            join(client, upstream);
          }
        },
        () => client.resetAndDestroy(),
      );
    });
    server.on("error", (error) => say(`port ${port}: ${error.message}`));
    return server.listen(port, "0.0.0.0");
  }
}

/** Connects to the first that lets it: one whose end has not been told yet must not cost a connection. */
async function connectToOne([first, ...others]: readonly Target[]): Promise<net.Socket> {
  if (first === undefined) {
    throw new Error("no target");
  }
  try {
    return await connectTo(first);
  } catch {
    return connectToOne(others);
  }
}

function say(message: string): void {
  process.stdout.write(`${new Date().toISOString()} ${message}\n`);
}
