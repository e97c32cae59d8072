import * as fs from "node:fs";
import * as http from "node:http";
import type * as net from "node:net";
import * as path from "node:path";
import { connectTo, join } from "./connect";
import { parseTarget, type Target } from "./service-backends";

/** Finds the process behind `host:port`. It rejects with the reason if there is none. */
export type Resolve = (asked: string) => Promise<Target>;

/** A proxy (HTTP CONNECT) that listens on a unix socket, which leads out of a network namespace, too. */
export async function startConnectProxy(
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
      log(`connection to ${asked}: ${reason}`);
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
  const upstream = await connectTo(await resolve(asked));
  if (client.destroyed) {
    upstream.destroy();
    return;
  }
  client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
  upstream.write(head);
  join(client, upstream);
}

/** Takes `host:port` for what it says. */
export function literally(asked: string): Promise<Target> {
  return Promise.resolve(parseTarget(asked));
}
