import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { runStream } from "../../../sandbox/echo/control";
import type { TargetReport } from "../../../sandbox/echo/tally";
import type { DesiredSandbox, SandboxStatus } from "../../../sandbox/status";
import { untilAnswered } from "../../../sandbox/traffic/command";
import { type DeployedSample, deploySample, removeSample } from "../../../sandbox/traffic/deploy";
import { problemOf, type TrafficRow } from "../../../sandbox/traffic/report";
import { runTraffic, startTraffic, type Traffic } from "../../../sandbox/traffic/run";
import {
  type SampleCluster,
  type SampleSettings,
  targetNearest,
} from "../../../sandbox/traffic/sample";
import { connect } from "../../../sandbox/kube";
import type { Checkout } from "./checkout";
import type { MeshUnderTest } from "./mesh-under-test";

const timeoutMs = 10_000;

/** Slow enough to leave this machine's two cores to what is tested: the ways grow with the square of the clusters. */
function loadFor(clusters: number) {
  return { intervalMs: 120 * clusters ** 2, timeoutMs };
}

/** The sample workloads of a mesh's clusters, ready, whether or not they may answer each other. */
export function readySampleOf(
  { checkout, clusters }: MeshUnderTest,
  names: readonly string[] = clusters.map((one) => one.name),
  settings: SampleSettings = {},
): Promise<DeployedSample[]> {
  const status = () => JSON.parse(checkout.read(".sandbox/status.json")) as SandboxStatus;
  const sampled = clustersOf(checkout).filter((one) => names.includes(one.name));
  return deploySample(status, sampled, settings);
}

/** The same, and known to answer each other. */
export async function sampleOf(
  mesh: MeshUnderTest,
  names?: readonly string[],
  settings?: SampleSettings,
): Promise<DeployedSample[]> {
  const samples = await readySampleOf(mesh, names, settings);
  expectAllArrived(await untilAnswered(samples, samples));
  return samples;
}

/** How one request of each protocol goes on each way. */
export function askOnce(samples: readonly DeployedSample[]): Promise<TrafficRow[]> {
  return runTraffic(samples, samples, { ...loadFor(samples.length), count: 1 });
}

/** Traffic between all clusters from now on. */
export async function trafficOf(
  mesh: MeshUnderTest,
  names?: readonly string[],
  settings?: SampleSettings,
): Promise<Traffic> {
  const samples = await sampleOf(mesh, names, settings);
  return startTraffic(samples, samples, loadFor(samples.length));
}

/** Does something while requests go between all clusters, of which none may fail. */
export async function underTraffic<T>(
  mesh: MeshUnderTest,
  work: () => Promise<T>,
  names?: readonly string[],
): Promise<T> {
  const traffic = await trafficOf(mesh, names);
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // What went wrong first is what is to be known; traffic may have suffered from it.
    await traffic.stop().catch(() => undefined);
    throw error;
  }
  expectAllArrived(await traffic.stop());
  return result;
}

/** Every row has requests, and each of them was answered by whom it was for, who knew from whom it came. */
export function expectAllArrived(rows: readonly TrafficRow[]): void {
  assert.ok(rows.length > 0, "there is traffic");
  const clusters = [...new Set(rows.flatMap(({ from, to }) => [from, to]))];
  const problems = rows.flatMap((row) => {
    const problem = problemOf(row, clusters);
    return problem === undefined ? [] : [`${row.from} to ${row.to}, ${row.protocol}: ${problem}`];
  });
  assert.deepEqual(problems, []);
}

/** How five requests of a client to the nearest workload go. */
export async function askNearest({ control }: DeployedSample): Promise<TargetReport> {
  const target = targetNearest();
  const request = { id: randomUUID(), intervalMs: 50, timeoutMs, count: 5, targets: [target] };
  const report = (await runStream(control, request)).targets[target.name];
  assert.ok(report);
  return report;
}

/** Takes the sample workloads away, so that nothing of them is in the way of a destroy. */
export async function removeSamples(
  { checkout, clusters }: MeshUnderTest,
  names: readonly string[] = clusters.map((one) => one.name),
): Promise<void> {
  await removeSample(names.map((name) => connect(checkout.kubeconfig(name))));
}

function clustersOf(checkout: Checkout): SampleCluster[] {
  const { clusters } = JSON.parse(checkout.read(".sandbox/sandbox.json")) as DesiredSandbox;
  return Object.entries(clusters).map(([name, { index }]) => ({ name, index }));
}
