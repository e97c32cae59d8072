import assert from "node:assert/strict";
import { createHash, X509Certificate } from "node:crypto";
import type { Checkout } from "./checkout";
import type { TestCluster } from "./clusters";
import { requestWorkloadCertificate } from "./workload-certificate";

/** A certificate that a workload was given. */
export interface WorkloadCertificate {
  readonly cluster: string;
  /** PEMs from the workload's own upwards. */
  readonly chain: readonly string[];
}

/** What workloads have at a moment: their certificates, and by cluster the roots that they trust. */
export interface Moment {
  readonly certificates: readonly WorkloadCertificate[];
  readonly bundles: Readonly<Record<string, string>>;
}

/** A cluster whose workloads are looked at, and the one whose istiod serves it. */
export interface Served {
  readonly cluster: TestCluster;
  readonly by: TestCluster;
}

/** The roots that a cluster's workloads trust, as their proxies find them. */
export async function trustBundle({ core }: TestCluster): Promise<string> {
  const map = await core.readNamespacedConfigMap({
    namespace: "default",
    name: "istio-ca-root-cert",
  });
  return map.data?.["root-cert.pem"] ?? "";
}

/** Asks every istiod for a workload certificate, and reads what every cluster's workloads trust. */
export async function momentOf(served: readonly Served[]): Promise<Moment> {
  const all = await Promise.all(
    served.map(async ({ cluster, by }) => {
      const bundle = await trustBundle(cluster);
      // The proxy trusts its istiod by the same roots.
      const chain = await requestWorkloadCertificate(cluster, "default", "default", bundle, by);
      return { bundle, certificate: { cluster: cluster.name, chain } };
    }),
  );
  return {
    certificates: all.map((one) => one.certificate),
    bundles: Object.fromEntries(all.map((one) => [one.certificate.cluster, one.bundle])),
  };
}

/** Moments, one after another, for as long as something is done. */
export async function momentsDuring<T>(
  served: readonly Served[],
  doing: Promise<T>,
): Promise<{ moments: readonly Moment[]; result: T }> {
  const moments: Moment[] = [];
  const progress = { done: false };
  const ended = doing.finally(() => (progress.done = true));
  // It is awaited below; until then its failure is nobody's.
  ended.catch(() => undefined);
  while (!progress.done) {
    // An istiod that restarts answers nobody for a while, and workloads ask again.
    const moment = await momentOf(served).catch(() => undefined);
    moments.push(...(moment ? [moment] : []));
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return { moments, result: await ended };
}

/** Fingerprints of what signs the certificates of a moment. */
export function intermediatesOf({ certificates }: Moment): string[] {
  return certificates.map(({ chain }) => new X509Certificate(chain[1] ?? "").fingerprint256);
}

/** Names of the roots that have issued what workloads' certificates are signed with. */
export function issuersOf(
  { certificates }: Moment,
  roots: Readonly<Record<string, X509Certificate>>,
): (string | undefined)[] {
  return certificates.map(({ chain }) => {
    const intermediate = new X509Certificate(chain[1] ?? "");
    return Object.keys(roots).find((name) => {
      const root = roots[name];
      return root !== undefined && intermediate.verify(root.publicKey);
    });
  });
}

/** By openssl: every certificate of these moments is trusted by every cluster's workloads in each of them. */
export async function expectMutualTrust(
  checkout: Checkout,
  moments: readonly Moment[],
): Promise<void> {
  const bundles = new Set(moments.flatMap((one) => Object.values(one.bundles)));
  for (const certificate of moments.flatMap((one) => one.certificates)) {
    for (const bundle of bundles) {
      const { code, said } = await verify(checkout, certificate, bundle);
      assert.equal(code, 0, `a workload of ${certificate.cluster} is trusted: ${said}`);
    }
  }
}

/** Whether workloads that trust these roots trust a certificate, by openssl. */
export async function isTrusted(
  checkout: Checkout,
  certificate: WorkloadCertificate,
  bundle: string,
): Promise<boolean> {
  return (await verify(checkout, certificate, bundle)).code === 0;
}

async function verify(checkout: Checkout, { chain }: WorkloadCertificate, bundle: string) {
  const [workload = "", ...above] = chain;
  const args = ["-CAfile", file(checkout, bundle), "-untrusted", file(checkout, above.join("\n"))];
  const ran = await checkout.run("openssl", ["verify", ...args, file(checkout, workload)]);
  return { code: ran.code, said: ran.stdout + ran.stderr };
}

/** A file with this content. */
function file(checkout: Checkout, pem: string): string {
  const name = `${createHash("sha256").update(pem).digest("hex").slice(0, 16)}.pem`;
  checkout.write(name, pem);
  return name;
}
