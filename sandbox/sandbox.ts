import * as fs from "node:fs";
import { lock } from "proper-lockfile";
import { ensureParts, partNames, PARTS } from "../toolchain/parts";
import { linkCharts } from "./charts";
import {
  addClusters,
  type ClusterRequest,
  dataPlaneOf,
  freeLoopback,
  socketFolder,
} from "./desired";
import { readJson, writeFileAtomically } from "./files";
import type { SandboxLayout } from "./layout";
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

const olderVersion =
  "the sandbox was started by an older version, end it with: npm run sandbox -- down";
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
    linkCharts(
      layout.charts,
      Object.values(PARTS).filter((part) => part.name.startsWith("istio-charts")),
    );
    const isRunning = runningStatus(layout) !== undefined;
    if (!isRunning) {
      await ProcessTable.reap(layout.processes);
    }
    const current = readJson(layout.desired) as DesiredSandbox | undefined;
    const desired: DesiredSandbox = {
      loopback: current?.loopback ?? (await freeLoopback(layout.root)),
      clusters: addClusters(current?.clusters ?? {}, clusters),
      binaries,
      dataPlane:
        isRunning && current !== undefined
          ? (current.dataPlane ?? { missing: olderVersion })
          : await dataPlaneOf(layout, wantsDataPlane),
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

/** What a sandbox leaves out, in a line; undefined if nothing. */
export function missingDataPlane(layout: SandboxLayout): string | undefined {
  const desired = readJson(layout.desired) as DesiredSandbox | undefined;
  const dataPlane = desired?.dataPlane ?? { missing: olderVersion };
  return "missing" in dataPlane
    ? `no data plane: pods are simulated and no traffic flows, for ${dataPlane.missing}`
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
      layout.charts,
      layout.toolchainLog,
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
