import type { Workload } from "./answer";
import { startControlServer } from "./control-server";
import { startGrpc, startHttp, startTcp } from "./servers";

/** Where the program listens. */
export interface EchoOptions {
  /** Ports of 127.0.0.1; for 0 the system chooses one. */
  readonly http: number;
  readonly grpc: number;
  readonly tcp: number;
  /** Path of the unix socket at which it takes orders. */
  readonly control: string;
}

export interface Echo {
  /** As they are, without a 0. */
  readonly ports: { readonly http: number; readonly grpc: number; readonly tcp: number };
  /** Accepts no more, ends the streams, and waits for requests under way, either direction. */
  stop(): Promise<void>;
}

/**
 * The app of a sample workload: answers who it is, and asks others when it is told to.
 * @throws Error if a port or the socket is not to be had; then nothing listens
 */
export async function startEcho(workload: Workload, options: EchoOptions): Promise<Echo> {
  const starts = [
    startHttp(workload, options.http),
    startGrpc(workload, options.grpc),
    startTcp(workload, options.tcp),
    startControlServer(options.control),
  ] as const;
  const stop = async () => {
    const started = (await Promise.allSettled(starts)).filter((one) => one.status === "fulfilled");
    await Promise.all(started.map((one) => one.value.stop()));
  };
  try {
    const [http, grpc, tcp] = await Promise.all(starts);
    return { ports: { http: http.port, grpc: grpc.port, tcp: tcp.port }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
