import type { AddressInfo, ListenOptions, Server } from "node:net";

/** A server of this program that accepts. */
export interface ListeningServer {
  /** 0 at a unix socket. */
  readonly port: number;
  /** Accepts no more and waits for what is under way. */
  stop(): Promise<void>;
}

/** @param where with port 0 the system chooses one */
export async function listen(server: Server, where: ListenOptions): Promise<ListeningServer> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(where, resolve);
  });
  const address = server.address() as AddressInfo | string;
  return {
    port: typeof address === "string" ? 0 : address.port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
