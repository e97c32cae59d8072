import { once } from "node:events";
import * as fs from "node:fs";
import * as http from "node:http";
import * as net from "node:net";
import * as path from "node:path";
import type { Target } from "./service-backends";

/** Finds the process behind `host:port`. It rejects with the reason if there is none. */
export type Resolve = (asked: string) => Promise<Target>;

/**
 * The proxy that the API server asks (HTTP CONNECT) for whatever is not a process of its own control plane: nodes, the
 * Services of its webhooks, and hosts outside the cluster.
 */
export async function startEgressProxy(
  socket: string,
  resolve: Resolve,
  log: (message: string) => void,
): Promise<http.Server> {
  const server = http.createServer();
  server.on("connect", (request, client: net.Socket, head: Buffer) => {
    const asked = request.url ?? "";
    client.on("error", () => client.destroy());
    tunnel(asked, client, head, resolve).catch((error: unknown) => {
      const reason = (error as Error).message.replace(/\s+/g, " ");
      log(`egress to ${asked}: ${reason}`);
      // In the status line, because that is what the API server repeats to whoever called it.
      client.end(`HTTP/1.1 502 ${reason}\r\n\r\n`);
    });
  });
  fs.mkdirSync(path.dirname(socket), { recursive: true, mode: 0o700 });
  fs.rmSync(socket, { force: true });
  await new Promise<void>((listening, reject) => {
    server.once("error", reject);
    server.listen(socket, listening);
  });
  return server;
}

async function tunnel(
  asked: string,
  client: net.Socket,
  head: Buffer,
  resolve: Resolve,
): Promise<void> {
  const target = await resolve(asked);
  const upstream = net.connect(target.port, target.host);
  await once(upstream, "connect");
  upstream.on("error", () => client.destroy());
  client.on("close", () => upstream.destroy());
  if (client.destroyed) {
    upstream.destroy();
    return;
  }
  client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
  upstream.write(head);
  upstream.pipe(client);
  client.pipe(upstream);
}
