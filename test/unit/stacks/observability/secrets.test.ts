import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { LoadingClusters } from "../../../support/loading-clusters";

const observability = (headers: object) =>
  JSON.stringify({
    telemetry: [{ name: "default", spec: { selector: { matchLabels: { secret: "x" } } } }],
    traces: { backend: { otlp: { endpoint: "tempo:4317", headers } } },
  });
const headers = { authorization: { secret: "token" }, "x-org": { secret: "org" } };
const tracing = "/api/v1/namespaces/istio-tracing";
const path = "istio-mesh:observability.traces";

describe("what observability needs besides its config", () => {
  const clusters = new LoadingClusters();
  beforeEach(() => clusters.begin());
  afterEach(() => clusters.end());
  after(() => clusters.remove());

  it("has each secret that it names, and keeps it one", async () => {
    await clusters.start({});
    const { observabilitySecrets: secrets } = await clusters.load(
      {},
      { observability: observability(headers), token: "canary-1", org: "canary-2" },
    );
    assert.deepEqual([...secrets.keys()], ["token", "org"]);
    for (const [key, text] of [
      ["token", "canary-1"],
      ["org", "canary-2"],
    ] as const) {
      const secret = secrets.get(key);
      assert.ok(secret);
      assert.equal(await pulumi.isSecret(secret), true);
      assert.equal(await new Promise((resolve) => secret.apply(resolve)), text);
    }
  });

  it("is told by its place which secret is not there, or empty", async () => {
    await clusters.start({});
    const other = { observability: observability(headers), org: "" };
    assert.deepEqual(await clusters.problems({}, other), [
      `${path}.backend.otlp.headers.authorization: there is no config key "token", make it: pulumi config set --secret token < FILE`,
      `${path}.backend.otlp.headers.x-org: nothing is in config key "org", make it: pulumi config set --secret org < FILE`,
    ]);
  });

  it("is a namespace for its collector that nobody has made, on any cluster", async () => {
    const mine = (value: string) => {
      const metadata = { name: "istio-tracing", annotations: { "istio-mesh/made-for": value } };
      return { [tracing]: { status: 200, body: JSON.stringify({ metadata }) } };
    };
    await clusters.start(mine("observability"), mine("gateways"));
    assert.deepEqual(await clusters.problems({}, { observability: observability({}) }), [
      `${path}.collector.namespace: "istio-tracing" is on cluster "c1" already, and the stack would delete it with all that is in it when its collector goes; name another, which the stack makes, or leave this one to it: kubectl annotate namespace istio-tracing istio-mesh/made-for=observability`,
    ]);
  });
});
