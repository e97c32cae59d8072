import assert from "node:assert/strict";
import { namedNamespaces } from "../../../../stacks/observability/namespaces";
import { rawConfig, stackConfig, twoNetworks } from "../../../support/meshes";
import { problems } from "../../../support/problems";

const backend = { otlp: { endpoint: "tempo.example.org:4317" } };
const metricsIn = (namespace?: string) => ({ metrics: { by: "chart", namespace } });
const tracesIn = (namespace?: string) => ({ traces: { backend, collector: { namespace } } });

/** Problems of a config with these sections, without the prefix. */
function found(observability: object, other: object = {}): string[] {
  return problems(rawConfig(twoNetworks, { observability, ...other })).map((one) =>
    one.replaceAll("istio-mesh:observability.", ""),
  );
}

describe("a namespace that a section of observability makes", () => {
  const front = { gateways: [{ name: "in", kind: "ingress", namespace: "front" }] };
  const web = { namespaces: [{ name: "web" }] };
  const others: readonly (readonly [name: string, use: string, other: object])[] = [
    ["front", "is made for gateways", front],
    ["web", "is yours, by namespaces", web],
    ["istio-operator", "is made for Istio's operator", {}],
    ["kube-system", "is Kubernetes' own", {}],
    ["default", "is Kubernetes' own", {}],
  ];
  for (const [name, use, other] of others) {
    it(`is not ${name}, which ${use}: that would be deleted with the section`, () => {
      const refused = `"${name}" ${use}; name another, which the stack makes`;
      assert.deepEqual(found(metricsIn(name), other), [`metrics.namespace: ${refused}`]);
      assert.deepEqual(found(tracesIn(name), other), [`traces.collector.namespace: ${refused}`]);
    });
  }

  it("is not the control plane's, in which a collector may run without one of its own", () => {
    assert.deepEqual(found(metricsIn("istio-system")), [
      'metrics.namespace: "istio-system" is the control plane\'s; name another, which the stack makes',
    ]);
    assert.deepEqual(found(tracesIn("istio-system"), front), []);
  });

  it("may be one for several sections, and is refused for each that names it", () => {
    assert.deepEqual(found({ ...metricsIn("watching"), ...tracesIn("watching") }), []);
    assert.deepEqual(
      found({ ...metricsIn("front"), ...tracesIn("front") }, front).map((one) =>
        one.replace(/:.*/, ""),
      ),
      ["metrics.namespace", "traces.collector.namespace"],
    );
  });

  it("is not looked at where the section makes none", () => {
    assert.deepEqual(found({ metrics: { by: "operator", namespace: "front" } }, front), []);
    assert.deepEqual(found({ traces: { collector: { service: "otel.front.svc" } } }, front), []);
  });
});

describe("a namespace that a section of observability names and does not make", () => {
  const query = { url: "http://thanos.monitoring:9090" };
  const kiali = { cluster: "west", by: "operator", auth: { strategy: "anonymous" } };
  const named = (observability: object, cluster: string) =>
    namedNamespaces(stackConfig(twoNetworks, { observability }).observability, cluster, "").map(
      ({ path, name }) => `${path} ${name}`,
    );

  it("is where its objects go, on the clusters that have them", () => {
    const observability = {
      metrics: { by: "operator", namespace: "monitoring", query },
      dashboards: { clusters: ["east"], namespace: "grafana" },
      logs: { by: "fluentBit" },
      kiali: { ...kiali, namespace: "kiali" },
    };
    const metrics = ".metrics.namespace monitoring";
    const logs = ".logs.namespace fluent";
    assert.deepEqual(named(observability, "east"), [
      metrics,
      ".dashboards.namespace grafana",
      logs,
    ]);
    assert.deepEqual(named(observability, "west"), [metrics, logs, ".kiali.namespace kiali"]);
  });

  it("is none of those that the stack makes, and not Istio's", () => {
    const metrics = { ...metricsIn("watching").metrics, query };
    assert.deepEqual(named({ metrics, dashboards: {}, kiali }, "west"), []);
  });
});
