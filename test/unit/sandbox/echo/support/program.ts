import { once } from "node:events";
import * as http from "node:http";
import type * as net from "node:net";
import * as path from "node:path";
import { text } from "node:stream/consumers";
import { type Echo, startEcho } from "../../../../../sandbox/echo/echo";
import { remove, temporaryFolder } from "../../support/folder";

/** The program in this process, at ports that the system chose. */
export interface Program extends Echo {
  readonly socket: string;
  /** Ends it, and removes its folder. */
  end(): Promise<void>;
}

export async function startProgram(cluster = "west"): Promise<Program> {
  const folder = temporaryFolder();
  const socket = path.join(folder, "echo", "control.sock");
  const options = { http: 0, grpc: 0, tcp: 0, control: socket };
  const echo = await startEcho({ cluster, pod: `echo-${cluster}` }, options);
  return {
    ...echo,
    socket,
    async end() {
      await echo.stop();
      remove(folder);
    },
  };
}

/** An HTTP request at a port of this machine or at a unix socket. */
export async function ask(
  at: number | string,
  url: string,
  { body, ...options }: http.RequestOptions & { readonly body?: string } = {},
): Promise<{ readonly status: number; readonly body: string }> {
  const where = typeof at === "number" ? { host: "127.0.0.1", port: at } : { socketPath: at };
  const request = http.request({ ...where, path: url, agent: false, ...options }).end(body);
  const [response] = (await once(request, "response")) as [http.IncomingMessage];
  return { status: response.statusCode ?? 0, body: await text(response) };
}

/** A server that is there until the test ends. @returns its port */
export async function listenFor(server: net.Server, ends: (() => void)[]): Promise<number> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  ends.push(() => server.close());
  return (server.address() as net.AddressInfo).port;
}
