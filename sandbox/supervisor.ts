import * as fs from "node:fs";
import type { PartName } from "../toolchain/parts";
import { clusterAddresses } from "./addresses";
import { type ClusterHost, SandboxCluster } from "./cluster";
import { etcd, forgetCluster } from "./control-plane";
import { DataPlane } from "./dataplane/data-plane";
import { readJson, writeFileAtomically } from "./files";
import { KeptProcess } from "./kept-process";
import { SandboxLayout } from "./layout";
import { PartBuilds } from "./part-builds";
import { ProcessTable, startTicks } from "./processes";
import type { DesiredSandbox, SandboxStatus } from "./status";

const saveDelayMs = 50;
const shutdownGraceMs = 2_000;

/**
 * The process behind a sandbox: runs the clusters that `sandbox.json` names until it is told to end (SIGTERM), reads
 * that file again when it changed (SIGHUP), and reports to `status.json`.
 */
class Supervisor {
  private readonly clusters = new Map<string, SandboxCluster>();
  private readonly table: ProcessTable;
  private readonly parts: PartBuilds;
  private etcd: KeptProcess | undefined;
  private dataPlane: DataPlane | undefined;
  private saving: NodeJS.Timeout | undefined;
  private work: Promise<void> = Promise.resolve();
  private stopping = false;

  constructor(private readonly layout: SandboxLayout) {
    this.table = new ProcessTable(layout.processes);
    this.parts = new PartBuilds(this.table, layout.toolchainLog);
  }

  /** Starts what is wanted and not there, stops what is there and not wanted. */
  converge(): void {
    this.work = this.work
      .then(() => this.convergeNow())
      .catch((error: unknown) => logLine(`cannot do what is wanted: ${String(error)}`));
  }

  async shutdown(): Promise<void> {
    this.stopping = true;
    await this.work;
    await Promise.all([...this.clusters.values()].map((one) => one.stop()));
    await this.parts.stop();
    await this.dataPlane?.close();
    await this.etcd?.stop(shutdownGraceMs);
    clearTimeout(this.saving);
    fs.rmSync(this.layout.status, { force: true });
  }

  private async convergeNow(): Promise<void> {
    const desired = readJson(this.layout.desired) as DesiredSandbox | undefined;
    if (desired === undefined || this.stopping) {
      return;
    }
    const binaries = desired.binaries as Record<PartName, string>;
    this.etcd ??= new KeptProcess(etcd(this.layout, desired, binaries), this.hostOf("etcd"));
    for (const [name, cluster] of this.clusters) {
      if (!(name in desired.clusters)) {
        try {
          await cluster.stop();
          await forgetCluster(desired, name);
          fs.rmSync(this.layout.cluster(name).root, { recursive: true, force: true });
        } catch (error) {
          logLine(`${name}: not all of it is gone: ${String(error)}`);
        } finally {
          // Last, because whoever asked for it takes its absence from the status for its end.
          this.clusters.delete(name);
        }
      }
    }
    const { sockets } = desired;
    const { dataPlane: wanted = { missing: "" } } = desired;
    const dataPlane = "missing" in wanted ? undefined : wanted;
    if (dataPlane !== undefined) {
      this.dataPlane ??= new DataPlane(this.table, this.layout.fabric, dataPlane.relay, logLine);
    }
    for (const [name, { index, network }] of Object.entries(desired.clusters)) {
      if (this.clusters.has(name)) {
        await this.dataPlane
          ?.move(name, network)
          .catch((error: unknown) => logLine(`${name}: its network stays: ${String(error)}`));
      } else {
        const plane = {
          name,
          layout: this.layout.cluster(name),
          addresses: clusterAddresses(desired, index),
          sandbox: desired,
          binaries,
          dataPlane,
          index,
          network,
          sockets,
        };
        const cluster = new SandboxCluster(plane, this.hostOf(name));
        this.clusters.set(name, cluster);
        void cluster.start();
      }
    }
    this.save();
  }

  private hostOf(name: string): ClusterHost {
    return {
      table: this.table,
      parts: this.parts,
      networks: () => [...this.clusters.values()].flatMap((one) => one.network ?? []),
      dataPlane: this.dataPlane,
      changed: () => this.save(),
      namesChanged: () => this.clusters.forEach((one) => one.namesChanged()),
      log: (message) => logLine(`${name}: ${message}`),
    };
  }

  private save(): void {
    this.saving ??= setTimeout(() => {
      this.saving = undefined;
      const clusters = [...this.clusters].map(
        ([name, cluster]) => [name, cluster.status()] as const,
      );
      const status: SandboxStatus = {
        pid: process.pid,
        startTicks: startTicks(process.pid) ?? "",
        clusters: Object.fromEntries(clusters),
      };
      writeFileAtomically(this.layout.status, JSON.stringify(status, null, 2));
    }, saveDelayMs);
  }
}

function logLine(message: string): void {
  process.stdout.write(`${new Date().toISOString()} ${message}\n`);
}

function main(root: string): void {
  const supervisor = new Supervisor(new SandboxLayout(root));
  const end = () => {
    void supervisor.shutdown().then(() => process.exit(0));
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
  process.on("SIGHUP", () => supervisor.converge());
  // One cluster's broken connection must not take the others down.
  process.on("unhandledRejection", (reason) => logLine(`unexpected: ${String(reason)}`));
  supervisor.converge();
}

main(process.argv[2] ?? SandboxLayout.ofCheckout().root);
