import { randomUUID } from "node:crypto";
import { runStream, startStream, stopStream } from "../echo/control";
import type { Target } from "../echo/stream-request";
import type { StreamReport } from "../echo/stream";
import type { DeployedSample } from "./deploy";
import { type TrafficRow, trafficRow } from "./report";
import { type SampleCluster, targetsTo } from "./sample";

/** How much is sent. */
export interface Load {
  /** Requests of each protocol on each way. */
  readonly count: number;
  /** From the start of a request to the start of the next, in ms. */
  readonly intervalMs: number;
  /** How long an answer may take, in ms. */
  readonly timeoutMs: number;
}

/** Requests that go on until they are stopped. */
export interface Traffic {
  /** How they went, with those that were under way. */
  stop(): Promise<TrafficRow[]>;
}

interface Way {
  readonly from: DeployedSample;
  readonly to: string;
  readonly target: Target;
}

/** Sends requests from each client to each cluster by each protocol until it is stopped. */
export async function startTraffic(
  clients: readonly DeployedSample[],
  servers: readonly SampleCluster[],
  load: Omit<Load, "count">,
): Promise<Traffic> {
  const id = randomUUID();
  const ways = waysOf(clients, servers);
  await Promise.all(
    clients.map((client) =>
      startStream(client.control, { id, ...load, targets: targetsOf(client, ways) }),
    ),
  );
  return {
    stop: async () => {
      const reports = await Promise.all(
        clients.map(async (client) => [client, await stopStream(client.control, id)] as const),
      );
      return rowsOf(ways, new Map(reports));
    },
  };
}

/** Sends a number of requests from each client to each cluster by each protocol. */
export async function runTraffic(
  clients: readonly DeployedSample[],
  servers: readonly SampleCluster[],
  { count, ...load }: Load,
): Promise<TrafficRow[]> {
  const id = randomUUID();
  const ways = waysOf(clients, servers);
  const reports = await Promise.all(
    clients.map(async (client) => {
      const request = { id, ...load, count, targets: targetsOf(client, ways) };
      return [client, await runStream(client.control, request)] as const;
    }),
  );
  return rowsOf(ways, new Map(reports));
}

function waysOf(clients: readonly DeployedSample[], servers: readonly SampleCluster[]): Way[] {
  return clients.flatMap((from) =>
    servers.flatMap((server) =>
      targetsTo(server).map((target) => ({ from, to: server.name, target })),
    ),
  );
}

function targetsOf(client: DeployedSample, ways: readonly Way[]): Target[] {
  return ways.filter(({ from }) => from === client).map(({ target }) => target);
}

function rowsOf(
  ways: readonly Way[],
  reports: ReadonlyMap<DeployedSample, StreamReport>,
): TrafficRow[] {
  return ways.flatMap(({ from, to, target }) => {
    const report = reports.get(from)?.targets[target.name];
    const { protocol } = target;
    return report === undefined ? [] : [trafficRow({ from: from.name, to, protocol }, report)];
  });
}
