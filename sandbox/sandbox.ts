import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { lock } from "proper-lockfile";
import { ensureParts, partNames } from "../toolchain/parts";
import { etcdAddress, mostClusters, ports } from "./addresses";
import { whyNoDataPlane } from "./dataplane/support";
import { readJson, writeFileAtomically } from "./files";
import type { SandboxLayout } from "./layout";
import { dataPlanePrograms } from "./programs";
import { ProcessTable } from "./processes";
import type { DesiredSandbox, SandboxStatus } from "./status";
import {
  endSupervisor,
  runningStatus,
  startSupervisor,
  supervisorStatus,
  tellSupervisor,
  until,
} from "./supervisor-process";

/** Told what a sandbox waits for, cluster by cluster. */
export type Report = (cluster: string, state: string) => void;

/** A cluster that is asked for. */
export interface ClusterRequest {
  readonly name: string;
  /** The Istio network that it is in, by the stack's name. */
  readonly network: string;
}

const upTimeoutMs = 120_000;
const downTimeoutMs = 30_000;

/**
 * Brings clusters up beside those that run already, and returns when all are ready.
 * @param wantsDataPlane whether to run one if the sandbox does not run yet and the machine can; it cannot change later
 * @throws Error if the system is not Linux, or naming the clusters that did not come up, and why
 */
export async function sandboxUp(
  layout: SandboxLayout,
  clusters: readonly ClusterRequest[],
  report: Report = () => undefined,
  wantsDataPlane = true,
): Promise<SandboxStatus> {
  if (process.platform !== "linux") {
    throw new Error(
      "the sandbox runs on Linux only; to use clusters of your own, put their kubeconfigs into the stack file",
    );
  }
  fs.mkdirSync(layout.root, { recursive: true });
  const release = await lock(layout.root, { retries: { forever: true, maxTimeout: 1000 } });
  try {
    const binaries = await ensureParts(partNames("sandbox"));
    const isRunning = runningStatus(layout) !== undefined;
    if (!isRunning) {
      await ProcessTable.reap(layout.processes);
    }
    const current = readJson(layout.desired) as DesiredSandbox | undefined;
    const dataPlane = isRunning
      ? current?.dataPlane
      : wantsDataPlane && whyNoDataPlane() === undefined
        ? await dataPlanePrograms(layout.programs)
        : undefined;
    const desired: DesiredSandbox = {
      loopback: current?.loopback ?? (await freeLoopback(layout.root)),
      clusters: addClusters(current?.clusters ?? {}, clusters),
      binaries,
      ...(dataPlane === undefined ? {} : { dataPlane }),
      sockets: socketFolder(layout.root),
    };
    writeFileAtomically(layout.desired, JSON.stringify(desired, null, 2));
    if (isRunning) {
      await tellSupervisor(layout);
    } else {
      startSupervisor(layout);
    }
    return await untilReady(
      layout,
      clusters.map((one) => one.name),
      report,
    );
  } finally {
    await release();
  }
}

/** What a sandbox that runs leaves out, in a line; undefined if nothing. */
export function missingDataPlane(layout: SandboxLayout): string | undefined {
  const desired = readJson(layout.desired) as DesiredSandbox | undefined;
  const why = whyNoDataPlane() ?? "the sandbox was started without";
  return desired?.dataPlane === undefined
    ? `no data plane: pods are simulated and no traffic flows, for ${why}`
    : undefined;
}

/** What `sandboxDown` has done, by names of clusters. */
export interface Ending {
  readonly ended: readonly string[];
  /** Those that go on. */
  readonly left: readonly string[];
}

/** Ends clusters and forgets their data; without names, ends the whole sandbox and leaves nothing of it. */
export async function sandboxDown(
  layout: SandboxLayout,
  clusters?: readonly string[],
): Promise<Ending> {
  if (!fs.existsSync(layout.root)) {
    return { ended: [], left: [] };
  }
  const release = await lock(layout.root, { retries: { forever: true, maxTimeout: 1000 } });
  try {
    const desired = readJson(layout.desired) as DesiredSandbox | undefined;
    const isRunning = runningStatus(layout) !== undefined;
    const names = Object.keys(desired?.clusters ?? {});
    const left = names.filter((name) => clusters !== undefined && !clusters.includes(name));
    const ending = { ended: names.filter((name) => !left.includes(name)), left };
    if (desired !== undefined && left.length > 0) {
      if (!isRunning) {
        const kept = left.join(", ");
        throw new Error(`the sandbox does not run: start it first, or end all of it, ${kept} too`);
      }
      const kept = Object.entries(desired.clusters).filter(([name]) => left.includes(name));
      const next = { ...desired, clusters: Object.fromEntries(kept) };
      writeFileAtomically(layout.desired, JSON.stringify(next, null, 2));
      await tellSupervisor(layout);
      await until(downTimeoutMs, "the clusters to end", () => {
        const now = Object.keys(runningStatus(layout)?.clusters ?? {});
        return now.every((name) => left.includes(name));
      });
      return ending;
    }
    await endSupervisor(layout);
    await ProcessTable.reap(layout.processes);
    const files = [
      layout.desired,
      layout.status,
      layout.supervisorLog,
      layout.etcd,
      layout.clusters,
      layout.fabric,
      layout.programs,
    ];
    for (const file of [...files, socketFolder(layout.root)]) {
      fs.rmSync(file, { recursive: true, force: true });
    }
    return ending;
  } finally {
    await release();
  }
}

async function untilReady(
  layout: SandboxLayout,
  clusters: readonly string[],
  report: Report,
): Promise<SandboxStatus> {
  const said = new Map<string, string>();
  let status = supervisorStatus(layout);
  await until(upTimeoutMs, `the clusters, see ${layout.supervisorLog}`, () => {
    status = supervisorStatus(layout);
    const states = clusters.map(
      (name) => [name, status.clusters[name]?.state ?? "starting"] as const,
    );
    for (const [name, state] of states) {
      if (said.get(name) !== state) {
        said.set(name, state);
        report(name, state);
      }
    }
    return states.every(([, state]) => state === "ready" || state.startsWith("failed"));
  });
  const failed = clusters.filter((name) => status.clusters[name]?.state !== "ready");
  if (failed.length > 0) {
    const why = failed.map((name) => `${name} ${status.clusters[name]?.state ?? ""}`);
    throw new Error(`the sandbox did not come up: ${why.join("; ")}`);
  }
  return status;
}

function addClusters(
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
async function freeLoopback(root: string): Promise<number> {
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
function socketFolder(root: string): string {
  return path.join(os.tmpdir(), `istio-mesh-${hash(root).toString("hex").slice(0, 12)}`);
}

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
