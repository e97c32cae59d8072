import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { LoadingClusters } from "../../../../support/loading-clusters";

const kindsPath = "/apis/monitoring.coreos.com/v1";
const all = ["ServiceMonitor", "PodMonitor", "PrometheusRule"];
const serving = (...kinds: readonly string[]) => ({
  status: 200,
  body: JSON.stringify({ resources: kinds.map((kind) => ({ kind })) }),
});
const forbidden = { status: 403, body: "canary" };
const key = "istio-mesh:observability.metrics";

describe("a mesh's metrics, of what its clusters have", () => {
  const clusters = new LoadingClusters();
  beforeEach(() => clusters.begin());
  afterEach(() => clusters.end());
  after(() => clusters.remove());

  const config = (metrics: object) => ({ observability: JSON.stringify({ metrics }) });
  const missing = (cluster: string, kind: string) =>
    `${key}.by: cluster "${cluster}" has no kind ${kind} of monitoring.coreos.com/v1, which the Prometheus Operator (https://prometheus-operator.dev) brings; install that there, or leave the cluster out`;

  it("are refused where the Prometheus Operator's kinds are not, by cluster and kind", async () => {
    await clusters.start(
      { [kindsPath]: serving(...all) },
      { [kindsPath]: serving("ServiceMonitor") },
      {},
    );
    assert.deepEqual(await clusters.problems({}, config({ by: "operator" })), [
      missing("c1", "PodMonitor"),
      missing("c1", "PrometheusRule"),
      ...all.map((kind) => missing("c2", kind)),
    ]);
    assert.deepEqual(clusters.registered, []);
  });

  it("ask only for the kinds that are to be made, where they are", async () => {
    const servers = await clusters.start(
      { [kindsPath]: serving("ServiceMonitor", "PodMonitor") },
      {},
    );
    const metrics = {
      by: "operator",
      clusters: ["c0"],
      rules: { alerts: false, recording: false },
    };
    assert.deepEqual((await clusters.load({}, config(metrics))).warnings, []);
    assert.deepEqual(
      servers.map(({ requests }) => requests.filter((one) => one.path === kindsPath).length),
      [1, 0],
    );
  });

  it("need none of them with a chart", async () => {
    const servers = await clusters.start({});
    await clusters.load({}, config({ by: "chart" }));
    assert.deepEqual(
      servers.flatMap(({ requests }) => requests.filter((one) => one.path === kindsPath)),
      [],
    );
  });

  it("are for up to tell where a cluster forbids it to a preview, which warns", async () => {
    await clusters.begin({}, { preview: true });
    await clusters.start({ [kindsPath]: forbidden });
    const { warnings } = await clusters.load({}, config({ by: "operator" }));
    const found = warnings.map((one) => one.message).filter((one) => one.includes("403"));
    assert.equal(found.length, 1);
    assert.match(found[0] ?? "", /cannot tell whether it has the kinds that observability needs$/);
  });

  const monitoring = "/api/v1/namespaces/istio-monitoring";
  const namespaced = (annotations: object) => ({
    status: 200,
    body: JSON.stringify({ metadata: { name: "istio-monitoring", annotations } }),
  });

  it("of a chart are not put into a namespace of the user's", async () => {
    await clusters.start(
      { [monitoring]: namespaced({}) },
      { [monitoring]: namespaced({ "istio-mesh/made-for": "observability" }) },
      {},
    );
    assert.deepEqual(await clusters.problems({}, config({ by: "chart" })), [
      `${key}.namespace: "istio-monitoring" is on cluster "c0" already, and the stack would delete it with all that is in it when its Prometheus goes; name another, which the stack makes, or leave this one to it: kubectl annotate namespace istio-monitoring istio-mesh/made-for=observability`,
    ]);
  });

  it("need the secrets that they name, and the config knows their keys", async () => {
    await clusters.start({});
    const remoteWrite = [{ url: "https://a.example.org", bearerToken: { secret: "storeToken" } }];
    const metrics = { by: "chart", remoteWrite, thanos: { objectStore: { secret: "bucket" } } };
    const problems = await clusters.problems({}, { ...config(metrics), storeToken: "canary" });
    assert.deepEqual(problems, [
      `${key}.thanos.objectStore: there is no config key "bucket", make it: pulumi config set --secret bucket < FILE`,
    ]);
    const loaded = await clusters.load(
      {},
      { ...config(metrics), storeToken: "canary", bucket: "canary" },
    );
    assert.deepEqual([...loaded.observabilitySecrets.keys()], ["storeToken", "bucket"]);
    for (const secret of loaded.observabilitySecrets.values()) {
      assert.equal(await pulumi.isSecret(secret), true);
    }
  });
});
