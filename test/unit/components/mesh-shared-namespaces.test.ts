import assert from "node:assert/strict";
import { recordMesh } from "../../support/mesh-recording";
import { twoNetworks } from "../../support/meshes";
import type { Recorded } from "../../support/mocks";

const namespace = "watching";
const otlp = { endpoint: "tempo.example.org:4317" };
const query = { url: "http://thanos.monitoring:9090" };
const kiali = { cluster: "east", auth: { strategy: "anonymous" }, namespace };
const chart = { metrics: { by: "chart", namespace, query } };
const traces = { traces: { backend: { otlp }, collector: { namespace } } };
const byOperator = { metrics: { by: "operator", namespace, query } };
const read = {
  dashboards: { namespace },
  logs: { by: "openTelemetry", backend: { otlp }, namespace },
  kiali: { ...kiali, by: "operator" },
};

describe("a namespace that several sections of observability name", function () {
  this.timeout(20_000);

  /** The Namespaces of that name on a cluster, and what is in it: whether that is made after such a one. */
  async function recorded(observability: object, cluster: string) {
    const { resources } = await recordMesh(twoNetworks, { config: { observability } });
    const own = resources.filter((one) => one.cluster === cluster);
    const metadataOf = ({ inputs }: Recorded) =>
      (inputs["metadata"] ?? inputs) as { readonly name?: string; readonly namespace?: string };
    const made = own
      .filter((one) => one.type.endsWith(":Namespace") && metadataOf(one).name === namespace)
      .map((one) => one.name);
    const comesAfter = ({ dependsOn }: Recorded): boolean =>
      dependsOn.some(
        (name) => made.includes(name) || own.some((one) => one.name === name && comesAfter(one)),
      );
    const inside = own.filter((one) => metadataOf(one).namespace === namespace);
    return { made, inside: inside.map((one) => [one.name, comesAfter(one)] as const) };
  }
  const boards = (cluster: string) =>
    ["control-plane", "mesh", "multi-cluster", "service", "workload"].map(
      (one) => `${cluster}-dashboards_istio-mesh-${one}`,
    );

  it("is made once by those that make one, and is there before all that is in it", async () => {
    const { made, inside } = await recorded({ ...chart, ...traces, ...read }, "east");
    assert.deepEqual(made, ["east-namespace_watching"]);
    assert.deepEqual(
      Object.fromEntries(inside),
      Object.fromEntries(
        [
          "east-access-logs-open-telemetry-collector",
          "east-collector-account",
          "east-collector-config",
          "east-collector-deployment",
          "east-collector-service",
          "east-kiali",
          "east-kiali-secret_west",
          "east-metrics-prometheus",
          ...boards("east"),
        ].map((name) => [name, true]),
      ),
    );
  });

  it("has been there where none of them makes it", async () => {
    const { made, inside } = await recorded({ ...byOperator, ...read }, "west");
    assert.deepEqual(made, []);
    assert.equal(inside.length, 9);
    assert.ok(inside.every(([, isOrdered]) => !isOrdered));
  });
});
