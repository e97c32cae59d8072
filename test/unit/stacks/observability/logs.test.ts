import assert from "node:assert/strict";
import { planMesh } from "../../../../stacks/mesh-plan";
import { logsNeeds } from "../../../../stacks/observability/logs/needs";
import { type Place, rawConfig, remoteOfOneOfTwo, stackConfig } from "../../../support/meshes";
import { problems } from "../../../support/problems";

const bkLog = { by: "bkLog", dataId: 1234 };
const elasticsearch = {
  endpoints: ["https://es.example.org"],
  user: "writer",
  password: { secret: "esPassword" },
};

function planned(observability: object) {
  const { primaries, remotes } = planMesh(stackConfig(remoteOfOneOfTwo, { observability }));
  return [...primaries, ...remotes];
}

function found(logs: object, places: readonly Place[] = remoteOfOneOfTwo): string[] {
  return problems(rawConfig(places, { observability: { logs } })).map((one) =>
    one.replace("istio-mesh:observability.", ""),
  );
}

describe("the access logs of a mesh", () => {
  const accessLogging = [{ providers: [{ name: "envoy" }] }];

  it("are on where they are collected, and collected on remotes as well", () => {
    const plans = planned({ logs: { ...bkLog, clusters: ["east", "edge"] } });
    assert.deepEqual(
      plans.map(({ name, observability: { telemetry, logs } }) => [
        name,
        telemetry.map((one) => [one.namespace, one.name, one.spec]),
        logs?.by,
      ]),
      [
        ["east", [["istio-system", "istio-mesh", { accessLogging }]], "bkLog"],
        ["west", [], undefined],
        ["edge", [], "bkLog"],
      ],
    );
  });

  it("share the Telemetry of the whole mesh with traces, and with the user's", () => {
    const specs = (observability: object) =>
      planned({ logs: bkLog, ...observability })[0]?.observability.telemetry.map((one) => [
        one.name,
        Object.keys(one.spec),
      ]);
    const traces = { backend: { otlp: { endpoint: "tempo:4317" } } };
    assert.deepEqual(specs({ traces }), [["istio-mesh", ["accessLogging", "tracing"]]]);
    const telemetry = [{ name: "mine", spec: { metrics: [] } }];
    assert.deepEqual(specs({ telemetry }), [["mine", ["accessLogging", "metrics"]]]);
  });

  it("are the user's matter where a Telemetry of the whole mesh says what is logged", () => {
    const errors = [{ filter: { expression: "response.code >= 500" } }];
    const telemetry = [{ name: "mine", spec: { accessLogging: errors } }];
    const [east] = planned({ logs: bkLog, telemetry });
    assert.deepEqual(
      east?.observability.telemetry.map((one) => one.spec),
      [{ accessLogging: errors }],
    );
  });

  it("are collected on clusters of the mesh, a primary with all its remotes", () => {
    assert.deepEqual(found({ ...bkLog, clusters: ["west"] }), []);
    assert.deepEqual(found({ ...bkLog, clusters: ["east", "north"] }), [
      'logs.clusters[0]: "east" tells the proxies of edge as well; name that, too',
      'logs.clusters[1]: unknown cluster "north", expected one of east, edge, west',
    ]);
  });

  it("are collected by one of three, each with fields of its own", () => {
    assert.deepEqual(found({ by: "filebeat" }), [
      'logs.by: expected by: bkLog, openTelemetry or fluentBit, got "filebeat"',
    ]);
    assert.deepEqual(found({ by: "openTelemetry" }), ["logs.backend: missing, expected an object"]);
    assert.deepEqual(found({ by: "bkLog", dataId: 0, extMeta: { "a.b": "c" } }), [
      "logs.dataId: expected number to be >=1, got 0",
      "logs.extMeta.a.b: no such key can be, expected a key without a dot",
    ]);
  });

  it("go where Fluent Bit can send them", () => {
    const given = (change: object) =>
      found({ by: "fluentBit", elasticsearch: { ...elasticsearch, ...change } });
    assert.deepEqual(given({}), []);
    assert.deepEqual(found({ by: "fluentBit" }), []);
    assert.deepEqual(given({ endpoints: ["https://a", "https://b"], ca: { secret: "ca" } }), [
      "logs.elasticsearch.endpoints[1]: is one too many, Fluent Bit knows one host; give the address of a load balancer, or by: openTelemetry",
      "logs.elasticsearch.ca: would have to be a file in Fluent Bit's pods, which are yours; put it there and give an output of your own, or by: openTelemetry",
    ]);
  });

  it("need the kinds of what collects them, where they are collected", () => {
    const needs = (logs: object, cluster: string) =>
      logsNeeds(
        stackConfig(remoteOfOneOfTwo, { observability: { logs } }).observability.logs,
        cluster,
        "istio-mesh:observability",
      ).map(({ path, apiVersion, kind }) => `${path} ${apiVersion} ${kind}`);
    const path = "istio-mesh:observability.logs.by";
    assert.deepEqual(needs({ ...bkLog, clusters: ["west"] }, "east"), []);
    assert.deepEqual(needs({ ...bkLog, clusters: ["west"] }, "west"), [
      `${path} bk.tencent.com/v1alpha1 BkLogConfig`,
    ]);
    assert.deepEqual(needs({ by: "openTelemetry", backend: { elasticsearch } }, "east"), [
      `${path} opentelemetry.io/v1beta1 OpenTelemetryCollector`,
    ]);
    const fluentBit = (...kinds: readonly string[]) =>
      kinds.map((kind) => `${path} fluentbit.fluent.io/v1alpha2 ${kind}`);
    assert.deepEqual(
      needs({ by: "fluentBit", elasticsearch }, "east"),
      fluentBit("ClusterInput", "ClusterFilter", "ClusterOutput"),
    );
    assert.deepEqual(
      needs({ by: "fluentBit" }, "east"),
      fluentBit("ClusterInput", "ClusterFilter"),
    );
    assert.deepEqual(logsNeeds(undefined, "east", "istio-mesh:observability"), []);
  });
});
