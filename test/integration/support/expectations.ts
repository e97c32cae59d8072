import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { eventually, type TestCluster } from "./clusters";
import {
  echoEndpoints,
  echoNamespace,
  makeEchoPod,
  makeEchoService,
  type ProxyPlace,
  proxyPlace,
} from "./echo";
import { requestWorkloadCertificate } from "./workload-certificate";

/** A primary's istiod knows exactly these other clusters, and is in sync with them. */
export async function expectInSync(primary: TestCluster, others: readonly string[]): Promise<void> {
  const expected = Object.fromEntries(others.map((name) => [name, "synced"]));
  await eventually(
    `the clusters that ${primary.name} watches are ${others.join(", ") || "none"}`,
    () => primary.remoteClusters(),
    (states) =>
      JSON.stringify(Object.entries(states).sort()) ===
      JSON.stringify(Object.entries(expected).sort()),
  );
}

/** After a rollout the istiod that was replaced lives on for its grace period; what it says is not what is asked for. */
async function expectOneIstiod(cluster: TestCluster): Promise<void> {
  await eventually(
    `one istiod of ${cluster.name}`,
    () => Promise.resolve(cluster.istiods()),
    (istiods) => istiods.length === 1,
  );
}

/**
 * A pod in a labelled namespace gets a sidecar that knows its place, and it is the istiod of `by` that gave it; then
 * `watchers` have the pod among their endpoints, with its network.
 */
export async function expectInjected(
  cluster: TestCluster,
  by: TestCluster,
  place: ProxyPlace,
  watchers: readonly TestCluster[],
): Promise<void> {
  const { core } = cluster;
  await expectOneIstiod(by);
  const before = await by.injections();
  await makeEchoService(cluster);
  try {
    const pod = await makeEchoPod(cluster);
    assert.deepEqual(proxyPlace(pod), place);
    assert.ok((await by.injections()) > before, `the istiod of ${by.name} counts it`);
    const { status } = await eventually(
      "the pod's address",
      () => core.readNamespacedPod({ namespace: echoNamespace, name: "echo" }),
      (one) => one.status?.podIP !== undefined,
    );
    for (const watcher of watchers) {
      const expected = [{ Address: status?.podIP, Network: place.network }];
      await eventually(
        `the pod of ${cluster.name} in ${watcher.name}`,
        () => echoEndpoints(watcher, cluster.name),
        (found) => JSON.stringify(found) === JSON.stringify(expected),
      );
    }
  } finally {
    await core.deleteNamespace({ name: echoNamespace });
    await eventually(
      `namespace ${echoNamespace} of ${cluster.name} is gone`,
      () => core.listNamespace(),
      (list) => list.items.every((one) => one.metadata?.name !== echoNamespace),
    );
  }
}

/** A workload of `cluster` gets its certificate from the istiod of `by`, signed by that one's intermediate. */
export async function expectCertified(cluster: TestCluster, by: TestCluster): Promise<void> {
  await expectOneIstiod(by);
  const authority = await by.secret("istio-system", "cacerts");
  const root = authority["root-cert.pem"] ?? "";
  const chain = await requestWorkloadCertificate(cluster, "default", "default", root, by);
  const [workload, intermediate] = chain.map((pem) => new X509Certificate(pem));
  assert.equal(workload?.subjectAltName, "URI:spiffe://cluster.local/ns/default/sa/default");
  assert.ok(intermediate !== undefined && workload.verify(intermediate.publicKey));
  assert.match(intermediate.subject, new RegExp(`^L=${by.name}$`, "m"));
  assert.ok(intermediate.verify(new X509Certificate(root).publicKey));
}

/** Only what installed it runs; neither a Deployment nor a process of istiod is there, and no authority. */
export async function expectNoIstiod(
  cluster: TestCluster,
  installers: readonly string[] = ["operator"],
): Promise<void> {
  const proxies = ["pilot-agent", "echo"];
  const programs = cluster.processes().map((one) => one.program);
  assert.deepEqual(
    programs.filter((one) => !proxies.includes(one)),
    installers,
  );
  const pods = await cluster.core.listNamespacedPod({ namespace: "istio-system" });
  const names = pods.items.map((one) => one.metadata?.name ?? "");
  assert.ok(
    names.every((name) => !name.startsWith("istiod")),
    names.join(),
  );
  const secrets = await cluster.core.listNamespacedSecret({ namespace: "istio-system" });
  assert.deepEqual(
    secrets.items.map((one) => one.metadata?.name),
    ["istio-reader-service-account-istio-remote-secret-token"],
  );
}
