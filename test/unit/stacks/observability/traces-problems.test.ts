import assert from "node:assert/strict";
import { type Place, rawConfig, remoteOfOneOfTwo, twoNetworks } from "../../../support/meshes";
import { problems } from "../../../support/problems";

const backend = { otlp: { endpoint: "tempo.example.org:4317" } };

/** Problems of a config with these traces, without the path of the key. */
function found(
  traces: object,
  {
    places = twoNetworks,
    telemetry = [],
    ...other
  }: Readonly<{
    places?: readonly Place[];
    telemetry?: readonly object[];
    [key: string]: unknown;
  }> = {},
): string[] {
  const raw = rawConfig(places, { observability: { traces, telemetry }, ...other });
  return problems(raw).map((one) =>
    one.replaceAll("istio-mesh:", "").replaceAll("observability.", ""),
  );
}

describe("a config of traces", () => {
  it("is fine with a backend, or with a collector that is there", () => {
    assert.deepEqual(found({ backend }), []);
    assert.deepEqual(found({ collector: { service: "otel.telemetry.svc" } }), []);
  });

  it("has a backend for the stack's own collector, and none for one that is there", () => {
    assert.deepEqual(found({}), [
      "traces.backend: missing, the stack's own collector has to know where spans go; give { otlp } or { elasticsearch }, or the collector.service that is there already",
    ]);
    assert.deepEqual(found({ backend, collector: { service: "otel.telemetry.svc" } }), [
      'traces.backend: is up to the collector "otel.telemetry.svc", which is there already; take it out, or service',
    ]);
  });

  it("does not ask for the stack's own collector and for one that is there", () => {
    assert.deepEqual(found({ collector: { service: "otel.telemetry.svc", replicas: 2 } }), [
      "traces.collector.replicas: is for a collector of the stack's own, and service names one that is there already; give one of the two",
    ]);
    assert.deepEqual(found({ backend, collector: { port: 4317 } }), [
      "traces.collector.port: is that of a collector that is there already, which service names; the stack's own is at 4317",
    ]);
  });

  it("has one backend, whose secrets are names of config keys", () => {
    const both = {
      ...backend,
      elasticsearch: { endpoints: ["https://es"], user: "u", password: { secret: "p" } },
    };
    const oneOfTwo = "traces.backend: expected { otlp } or { elasticsearch }, one of the two, got";
    assert.deepEqual(found({ backend: {} }), [`${oneOfTwo} {}`]);
    assert.equal(found({ backend: both })[0]?.startsWith(oneOfTwo), true);
    const secret = { endpoints: ["https://u:canary@es"], user: "u", password: "canary" };
    assert.deepEqual(found({ backend: { elasticsearch: secret } }), [
      'traces.backend.elasticsearch.endpoints[0]: expected a URL that begins with http:// or https://, without user or password, got "https://...@es"',
      "traces.backend.elasticsearch.password: expected an object, got string",
    ]);
    const otlp = { endpoint: "https://tempo", headers: { authorization: "canary" } };
    assert.deepEqual(found({ backend: { otlp } }), [
      'traces.backend.otlp.endpoint: expected HOST:PORT such as tempo.example.org:4317, without https://, got "https://tempo"',
      "traces.backend.otlp.headers.authorization: expected an object, got string",
    ]);
  });

  it("samples between none and all", () => {
    assert.deepEqual(found({ backend, samplingPercentage: 101 }), [
      "traces.samplingPercentage: expected number to be <=100, got 101",
    ]);
    assert.deepEqual(found({ backend, samplingPercentage: -1 }), [
      "traces.samplingPercentage: expected number to be >=0, got -1",
    ]);
  });

  it("names clusters of the mesh, a primary with all its remotes", () => {
    const given = (clusters: readonly string[]) =>
      found({ backend, clusters }, { places: remoteOfOneOfTwo });
    assert.deepEqual(given(["east", "edge"]), []);
    assert.deepEqual(given(["west"]), []);
    assert.deepEqual(given(["north"]), [
      'traces.clusters[0]: unknown cluster "north", expected one of east, edge, west',
    ]);
    assert.deepEqual(given(["west", "east"]), [
      'traces.clusters[1]: "east" tells the proxies of edge as well; name that, too',
    ]);
    assert.deepEqual(given(["edge"]), [
      'traces.clusters[0]: "edge" is a remote, whose proxies are told by "east" whether they do; name that, too',
    ]);
  });

  it("samples each workload by one rate, on a primary that is traced", () => {
    const namespaces = [
      { namespace: "web", samplingPercentage: 1 },
      { namespace: "web", clusters: ["west"], samplingPercentage: 2 },
      { namespace: "web", selector: { a: "1", b: "2" }, samplingPercentage: 3 },
      { namespace: "web", selector: { b: "2", a: "1" }, samplingPercentage: 4 },
      { namespace: "istio-system", samplingPercentage: 5 },
      { namespace: "istio-system", selector: { istio: "ingressgateway" }, samplingPercentage: 6 },
    ];
    const taken =
      "on the same cluster, of which istiod would take one alone; give one of them, or a selector of its own";
    assert.deepEqual(found({ backend, namespaces }), [
      `traces.namespaces[1]: the workloads of namespaces[0] ${taken}`,
      `traces.namespaces[3]: the workloads of namespaces[2] ${taken}`,
      'traces.namespaces[4].namespace: "istio-system" is the whole mesh; give traces.samplingPercentage, or a selector',
    ]);
    const apart = ["east", "west"].map((name) => ({
      namespace: "web",
      clusters: [name],
      samplingPercentage: 1,
    }));
    assert.deepEqual(found({ backend, namespaces: apart }), []);
    const on = (clusters: readonly string[]) => [
      { namespace: "a", clusters, samplingPercentage: 1 },
    ];
    const places = remoteOfOneOfTwo;
    const traces = { backend, clusters: ["east", "edge"], namespaces: on(["edge", "west", "x"]) };
    assert.deepEqual(found(traces, { places }), [
      'traces.namespaces[0].clusters[0]: "edge" is a remote, whose workloads take their config from their primary, expected east',
      'traces.namespaces[0].clusters[1]: "west" is not traced, expected one of east, edge',
      'traces.namespaces[0].clusters[2]: unknown cluster "x", expected one of east, edge, west',
    ]);
  });

  it("is the only one to say what is traced of the same workloads", () => {
    const tracing = [{ randomSamplingPercentage: 5 }];
    const selector = { matchLabels: { app: "a" } };
    const traces = {
      backend,
      clusters: ["east"],
      namespaces: [{ namespace: "web", samplingPercentage: 1 }],
    };
    const telemetry = [
      { name: "default", spec: { tracing } },
      { name: "default", namespace: "web", clusters: ["east"], spec: { tracing } },
      { name: "a", namespace: "web", spec: { selector, tracing } },
    ];
    assert.deepEqual(found(traces, { telemetry }), [
      "telemetry[0].spec.tracing: what is traced of these workloads, traces says; take it out here, and give samplingPercentage there",
      "telemetry[1].spec.tracing: what is traced of these workloads, traces.namespaces[0] says; take it out here, and give samplingPercentage there",
    ]);
    const elsewhere = [{ name: "default", clusters: ["west"], spec: { tracing } }];
    assert.deepEqual(found(traces, { telemetry: elsewhere }), []);
  });

  it("defines a provider that a Telemetry may name, and only it does", () => {
    const named = [{ providers: [{ name: "istio-mesh-traces" }] }];
    const telemetry = [{ name: "web", namespace: "web", spec: { tracing: named } }];
    assert.deepEqual(found({ backend }, { telemetry }), []);
    const own = rawConfig(twoNetworks, {
      observability: {
        providers: { "istio-mesh-traces": { zipkin: {} } },
        telemetry: [{ name: "istio-mesh", spec: {} }],
      },
    });
    assert.deepEqual(problems(own), [
      "istio-mesh:observability.providers.istio-mesh-traces: no such key can be, expected another name, those that begin with istio-mesh are the stack's own",
      'istio-mesh:observability.telemetry[0].name: expected another name, those that begin with istio-mesh are the stack\'s own, got "istio-mesh"',
    ]);
  });

  it("keeps what istiod is told of it: lists of overlays would replace it", () => {
    const overlay = (meshConfig: object) => ({ tuning: { overlays: [{ meshConfig }] } });
    const path = "tuning.overlays[0].meshConfig";
    const host = "istio-mesh-collector.istio-tracing.svc.cluster.local";
    assert.deepEqual(found({ backend }, overlay({ extensionProviders: [] })), [
      `${path}.extensionProviders: would replace those of observability, for lists replace; move them to providers`,
    ]);
    const settings = (clusterLocal: boolean, hosts: readonly string[]) =>
      overlay({ serviceSettings: [{ settings: { clusterLocal }, hosts }] });
    const refused = [
      `${path}.serviceSettings: would replace what keeps spans in their cluster, for lists replace; add { settings: { clusterLocal: true }, hosts: [${host}] }`,
    ];
    assert.deepEqual(found({ backend }, settings(true, ["db.web.svc.cluster.local"])), refused);
    assert.deepEqual(found({ backend }, settings(false, [host])), refused);
    assert.deepEqual(found({ backend }, settings(true, ["a", host])), []);
  });
});
