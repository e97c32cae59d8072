import { pause } from "../pause";
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
  /**
   * Ends the streams, accepts no more, and waits for requests under way, either direction.
   * @param lingerMs how long it still accepts. Default: not at all
   */
  stop(lingerMs?: number): Promise<void>;
}

/**
 * The app of a sample workload: answers who it is, and asks others when it is told to.
 * @throws Error if a port or the socket is not to be had; then nothing listens
 */
export async function startEcho(workload: Workload, options: EchoOptions): Promise<Echo> {
  const control = startControlServer(options.control);
  const servers = [
    startHttp(workload, options.http),
    startGrpc(workload, options.grpc),
    startTcp(workload, options.tcp),
  ] as const;
  const stop = async (lingerMs = 0) => {
    const serving = pause(lingerMs).then(() => stopAll(servers));
    await Promise.all([stopAll([control]), serving]);
  };
  try {
    const [http, grpc, tcp] = await Promise.all(servers);
    await control;
    return { ports: { http: http.port, grpc: grpc.port, tcp: tcp.port }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Stops what has started. */
async function stopAll(starts: readonly Promise<{ stop(): Promise<void> }>[]): Promise<void> {
  const started = (await Promise.allSettled(starts)).filter((one) => one.status === "fulfilled");
  await Promise.all(started.map((one) => one.value.stop()));
}
