import * as fs from "node:fs";
import { readJson } from "../files";
import type { SandboxLayout } from "../layout";
import { pause } from "../pause";
import { missingDataPlane } from "../sandbox";
import type { DesiredSandbox } from "../status";
import { runningStatus, supervisorStatus } from "../supervisor-process";
import { connect } from "../kube";
import { type DeployedSample, deploySample, removeSample } from "./deploy";
import { drawTraffic } from "./picture";
import { hasFailure, type TrafficRow } from "./report";
import { runTraffic } from "./run";
import type { SampleCluster } from "./sample";
import { trafficTable } from "./table";

/** What `sandbox traffic` is asked for. */
export interface TrafficOptions {
  /** Clusters of the clients, and of the servers. Default: all. */
  readonly from?: string;
  readonly to?: string;
  /** Requests of each protocol on each way. */
  readonly count: number;
  readonly json?: true;
  /** File for the picture. */
  readonly svg?: string;
}

/** About 200 requests a second in all, which two cores carry with the proxies that they pass: 3 protocols on each way. */
function loadFor(clients: number, servers: number) {
  return { intervalMs: 15 * clients * servers, timeoutMs: 5_000 };
}

/** For how long a mesh that has just been made may not answer yet. */
const settleMs = 15_000;

/**
 * Sends requests between the clusters of a sandbox, and writes how they went to standard output.
 * @returns whether all is well
 * @throws Error if there is no data plane, no cluster of a name that was given, or a workload does not come up
 */
export async function sandboxTraffic(
  layout: SandboxLayout,
  { from, to, count, json, svg }: TrafficOptions,
): Promise<boolean> {
  const desired = clustersWithTraffic(layout);
  const clusters = Object.entries(desired).map(([name, { index }]) => ({ name, index }));
  const clients = chosen(clusters, "--from", from);
  const servers = chosen(clusters, "--to", to);
  say("sample workloads, a server and a sidecar in each cluster");
  const samples = await deploySample(() => supervisorStatus(layout), clusters);
  const senders = samples.filter(({ name }) => clients.some((one) => one.name === name));
  say("until every cluster answers");
  await untilAnswered(senders, servers);
  say(`${count} requests of each protocol on each way`);
  const load = loadFor(senders.length, servers.length);
  const rows = await runTraffic(senders, servers, { ...load, count });
  const names = clusters.map((one) => one.name);
  if (svg !== undefined) {
    const networks = Object.entries(desired).map(([name, { network }]) => [name, network] as const);
    fs.writeFileSync(svg, drawTraffic(rows, Object.fromEntries(networks)));
    say(`the picture is in ${svg}`);
  }
  const isTerminal = process.stdout.isTTY;
  print(json ? JSON.stringify(rows, null, 2) : trafficTable(rows, isTerminal, names));
  return !hasFailure(rows, names);
}

/** Takes the sample workloads away. */
export async function endTraffic(layout: SandboxLayout): Promise<void> {
  const clusters = Object.values(supervisorStatus(layout).clusters);
  await removeSample(clusters.map((one) => connect(one.kubeconfig)));
}

function clustersWithTraffic(layout: SandboxLayout): DesiredSandbox["clusters"] {
  if (runningStatus(layout) === undefined) {
    throw new Error("no sandbox runs; start it and a mesh on it with: npm start");
  }
  const missing = missingDataPlane(layout);
  if (missing !== undefined) {
    throw new Error(missing);
  }
  return (readJson(layout.desired) as DesiredSandbox).clusters;
}

function chosen(
  clusters: readonly SampleCluster[],
  option: string,
  name: string | undefined,
): readonly SampleCluster[] {
  const found = clusters.filter((one) => name === undefined || one.name === name);
  if (found.length === 0) {
    const names = clusters.map((one) => one.name).join(", ");
    throw new Error(`${option} ${name ?? ""}: unknown cluster, expected one of ${names}`);
  }
  return found;
}

/** Sends single requests until all arrive; what still does not then is for the report to say. */
export async function untilAnswered(
  clients: readonly DeployedSample[],
  servers: readonly SampleCluster[],
): Promise<TrafficRow[]> {
  const deadline = Date.now() + settleMs;
  const names = [...clients, ...servers].map((one) => one.name);
  const load = loadFor(clients.length, servers.length);
  for (;;) {
    const rows = await runTraffic(clients, servers, { ...load, count: 1 });
    if (!hasFailure(rows, names) || Date.now() > deadline) {
      return rows;
    }
    await pause(200);
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
