import assert from "node:assert/strict";
import { rawConfig, twoNetworks } from "../../../support/meshes";
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

  it("is for one section, whichever of the two names that of the other", () => {
    const both = (name: string) => [
      `traces.collector.namespace: "${name}" is made for metrics, by metrics.namespace; name another, which the stack makes`,
    ];
    assert.deepEqual(found({ ...metricsIn(), ...tracesIn() }), []);
    assert.deepEqual(
      found({ ...metricsIn("istio-tracing"), ...tracesIn() }),
      both("istio-tracing"),
    );
    assert.deepEqual(
      found({ ...metricsIn(), ...tracesIn("istio-monitoring") }),
      both("istio-monitoring"),
    );
  });

  it("may have one name for two sections that are on different clusters", () => {
    const metrics = { ...metricsIn("watching").metrics, clusters: ["east"] };
    const traces = { ...tracesIn("watching").traces, clusters: ["west"] };
    assert.deepEqual(found({ metrics, traces }), []);
  });

  it("is not looked at where the section makes none", () => {
    assert.deepEqual(found({ metrics: { by: "operator", namespace: "front" } }, front), []);
    assert.deepEqual(found({ traces: { collector: { service: "otel.front.svc" } } }, front), []);
  });
});
