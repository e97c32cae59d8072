import { createHash } from "node:crypto";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { etcdAddress, mostClusters, ports } from "./addresses";
import { whyNoDataPlane } from "./dataplane/support";
import type { SandboxLayout } from "./layout";
import { dataPlanePrograms } from "./programs";
import type { DesiredSandbox } from "./status";

/** A cluster that is asked for. */
export interface ClusterRequest {
  readonly name: string;
  /** The Istio network that it is in, by the stack's name. */
  readonly network: string;
}

/** What the data plane runs, or why there is none, as half a sentence; what it runs is fetched and built. */
export async function dataPlaneOf(
  { programs }: SandboxLayout,
  isWanted: boolean,
): Promise<DesiredSandbox["dataPlane"]> {
  const missing = isWanted ? whyNoDataPlane() : "the sandbox was started without one";
  if (missing !== undefined) {
    return { missing };
  }
  try {
    return await dataPlanePrograms(programs);
  } catch (error) {
    // All else of the sandbox is worth having without it.
    return { missing: (error as Error).message };
  }
}

/** The clusters there are and those that are asked for; whoever is there keeps its number. @throws Error if they are too many */
export function addClusters(
  current: DesiredSandbox["clusters"],
  requests: readonly ClusterRequest[],
): DesiredSandbox["clusters"] {
  const next = { ...current };
  for (const { name, network } of requests) {
    const taken = new Set(Object.values(next).map((one) => one.index));
    const index =
      next[name]?.index ??
      Array.from({ length: mostClusters }, (_, at) => at + 1).find((at) => !taken.has(at));
    if (index === undefined) {
      throw new Error(`a sandbox has at most ${mostClusters} clusters`);
    }
    next[name] = { index, network };
  }
  return next;
}

/** A loopback network that no other sandbox on this machine uses; the same one for the same folder, if it can be. */
export async function freeLoopback(root: string): Promise<number> {
  const first = hash(root).readUInt8(0);
  for (let step = 0; step < 200; step += 1) {
    const loopback = 20 + ((first + step) % 200);
    if (await canListen(etcdAddress({ loopback }), ports.etcd)) {
      return loopback;
    }
  }
  throw new Error("no free loopback network: 200 sandboxes run on this machine");
}

function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** The path of a unix socket has at most 107 characters, a checkout's may be longer. */
export function socketFolder(root: string): string {
  return path.join(os.tmpdir(), `istio-mesh-${hash(root).toString("hex").slice(0, 12)}`);
}

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
