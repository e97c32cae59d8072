import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { sampleNamespace } from "../../../sandbox/traffic/sample";
import { eventually } from "./clusters";
import type { MeshUnderTest } from "./mesh-under-test";

interface EnvoyCertificates {
  readonly certificates: readonly {
    readonly cert_chain?: readonly { readonly serial_number: string }[];
  }[];
}

/** Serial number of the certificate that the sidecar of each cluster's sample workload shows, as Envoy says it. */
async function serials({ clusters }: MeshUnderTest): Promise<Record<string, string>> {
  const entries = clusters.map(async (cluster) => {
    const agent = cluster
      .processes()
      .find((one) => one.program === "pilot-agent" && one.namespace === sampleNamespace);
    const script = "fetch('http://127.0.0.1:15000/certs').then((r) => r.text()).then(console.log)";
    const inside = ["--target", String(agent?.pid), "--net", "--", process.execPath, "-e", script];
    const { stdout } = await promisify(execFile)("nsenter", inside);
    const { certificates } = JSON.parse(stdout) as EnvoyCertificates;
    const [found] = certificates.flatMap((one) => one.cert_chain ?? []);
    assert.ok(found, `the sidecar of ${cluster.name} has a certificate`);
    return [cluster.name, found.serial_number] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Waits until the sidecars of all sample workloads have got another certificate than they have now. */
export async function sidecarsRenewed(mesh: MeshUnderTest): Promise<void> {
  const before = await eventually(
    "every sidecar has a certificate",
    () => serials(mesh),
    () => true,
  );
  await eventually(
    "every sidecar has renewed its certificate",
    () => serials(mesh),
    (now) => Object.entries(now).every(([name, serial]) => serial !== before[name]),
    90,
  );
}
