import * as http from "node:http";
import * as net from "node:net";
import type { Target } from "./service-backends";

/**
 * Connects to a target: from this machine, or through the proxy (HTTP CONNECT) that listens on its socket.
 * @throws Error with the reason that the proxy gave
 */
export function connectTo({ host, port, through }: Target): Promise<net.Socket> {
  return through === undefined ? connectHere(host, port) : connectThrough(through, host, port);
}

function connectHere(host: string, port: number): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, allowHalfOpen: true });
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve(socket);
    });
  });
}

function connectThrough(socketPath: string, host: string, port: number): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const request = http.request({
      // A socket of one's own, because HTTP's ends as soon as the other side has said all it has to say.
      createConnection: () => net.connect({ path: socketPath, allowHalfOpen: true }),
      method: "CONNECT",
      path: `${host}:${port}`,
    });
    request.once("error", reject);
    request.once("connect", (response, socket, head) => {
      if (response.statusCode === 200) {
        socket.unshift(head);
        resolve(socket);
      } else {
        socket.destroy();
        reject(new Error(response.statusMessage ?? "refused"));
      }
    });
    request.end();
  });
}

/** Passes on what either side sends, and its end; an error of one ends the other. */
export function join(one: net.Socket, other: net.Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on("error", () => to.destroy());
    from.on("close", () => to.destroySoon());
    from.pipe(to);
  }
}
