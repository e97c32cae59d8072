import assert from "node:assert/strict";
import { planMesh } from "../../../../stacks/mesh-plan";
import { planTelemetry } from "../../../../stacks/observability/telemetry/plan";
import {
  type Place,
  rawConfig,
  remoteOnTwoNetworks,
  stackConfig,
  twoNetworks,
} from "../../../support/meshes";
import { problems } from "../../../support/problems";

const collector = { opentelemetry: { service: "collector.observability.svc", port: 4317 } };
const sampled = { tracing: [{ providers: [{ name: "collector" }], randomSamplingPercentage: 5 }] };
const key = "istio-mesh:observability";

/** Problems of a config with this telemetry, without the path of the key. */
function found(
  observability: object,
  other: object = {},
  places: readonly Place[] = twoNetworks,
): string[] {
  return problems(rawConfig(places, { observability, ...other })).map((one) =>
    one.replace(`${key}.`, ""),
  );
}

describe("the Telemetry of a mesh", () => {
  it("is in the newest version of its API that the oldest Istio has too: it stays the same object through upgrades", () => {
    const one = { name: "default", namespace: "istio-system", spec: sampled };
    for (const version of ["1.16.7", "1.22.8", "1.30.1"]) {
      assert.deepEqual(planTelemetry([one], "east", version), [
        { apiVersion: "telemetry.istio.io/v1alpha1", ...one },
      ]);
    }
  });

  it("is for the clusters that it names, or for all that have an istiod", () => {
    const config = stackConfig(remoteOnTwoNetworks, {
      observability: { providers: { collector }, telemetry: [{ name: "default", spec: sampled }] },
    });
    const { primaries, remotes } = planMesh(config);
    const namesOf = (plans: typeof primaries | typeof remotes) =>
      plans.map((one) => [one.name, one.observability.telemetry.map(({ name }) => name)]);
    assert.deepEqual(namesOf(primaries), [["east", ["default"]]]);
    assert.deepEqual(namesOf(remotes), [["edge", []]]);
    const one = { name: "web", namespace: "web", clusters: ["west"], spec: {} };
    assert.deepEqual(planTelemetry([one], "east", "1.22.8"), []);
  });

  it("is read by istiod's own cluster only: on a remote nobody would see it", () => {
    const telemetry = [{ name: "default", clusters: ["edge", "north"], spec: {} }];
    assert.deepEqual(found({ telemetry }, {}, remoteOnTwoNetworks), [
      'telemetry[0].clusters[0]: "edge" is a remote, whose workloads take their config from their primary, expected east',
      'telemetry[0].clusters[1]: unknown cluster "north", expected one of east, edge',
    ]);
  });

  it("is what Istio defines", () => {
    const spec = { tracing: [{ randomSamplingPercent: 5 }, { randomSamplingPercentage: "5" }] };
    assert.deepEqual(found({ telemetry: [{ name: "default", spec }] }), [
      "telemetry[0].spec.tracing[0].randomSamplingPercent: unknown field, expected one of match, providers, randomSamplingPercentage, disableSpanReporting, customTags, useRequestIdForTraceSampling",
      'telemetry[0].spec.tracing[1].randomSamplingPercentage: expected a number, got "5"',
    ]);
  });

  it("may have fields that only a newer Istio knows, if the mesh is of one", () => {
    const spec = { tracing: [{ enableIstioTags: false }] };
    const newer = { mesh: { id: "payments", version: "1.27.1" } };
    assert.deepEqual(found({ telemetry: [{ name: "default", spec }] }, newer), []);
    assert.equal(found({ telemetry: [{ name: "default", spec }] }).length, 1);
  });

  it("is one for the same workloads: of two istiod would take one", () => {
    const labels = (order: readonly string[]) => ({
      selector: { matchLabels: Object.fromEntries(order.map((one) => [one, "x"])) },
    });
    const telemetry = [
      { name: "a", namespace: "web", spec: labels(["app", "tier"]) },
      { name: "a", namespace: "web", spec: {} },
      { name: "b", namespace: "web", spec: labels(["tier", "app"]) },
      { name: "b", namespace: "shop", clusters: ["east"], spec: {} },
      { name: "b", namespace: "shop", clusters: ["west"], spec: {} },
    ];
    assert.deepEqual(found({ telemetry }), [
      'telemetry[1].name: "a" is the name of telemetry[0] in namespace web already',
      "telemetry[2].spec.selector: the workloads of telemetry[0], of which istiod takes one of the two alone; put both into one, or give one a selector of its own",
    ]);
  });

  it("may name targets beside one for all: gateways and services have their own", () => {
    const target = (name: string) => ({ kind: "Service", name });
    const given = (spec: object) => ({ name: "other", namespace: "web", spec });
    const refused = (spec: object) =>
      found({ telemetry: [{ name: "all", namespace: "web", spec: {} }, given(spec)] });
    assert.deepEqual(refused({ targetRefs: [target("cart")] }), []);
    assert.deepEqual(refused({ targetRef: target("cart") }), []);
    assert.equal(refused({ targetRefs: [] }).length, 1);
    const two = [given({ targetRefs: [target("cart")] }), given({ targetRefs: [target("shop")] })];
    const named = two.map((one, at) => ({ ...one, name: `for-${at}` }));
    assert.deepEqual(found({ telemetry: named }), []);
  });
});

describe("the providers of a mesh", () => {
  const mesh = {
    overlays: [{ meshConfig: { extensionProviders: [{ name: "old", zipkin: {} }] } }],
  };
  const named = (use: string, name: string) => [
    { name: "default", spec: { [use]: [{ providers: [{ name }] }] } },
  ];

  it("are told to istiod, below what overlays say", () => {
    const observability = { providers: { collector, prom: { prometheus: {} } } };
    const meshConfig = (other: Readonly<Record<string, unknown>>) =>
      planMesh(stackConfig(twoNetworks, other)).primaries.map(
        (one) => one.tuning.meshConfig["extensionProviders"],
      );
    const told = [
      { name: "collector", ...collector },
      { name: "prom", prometheus: {} },
    ];
    assert.deepEqual(meshConfig({ observability }), [told, told]);
    assert.deepEqual(meshConfig({ tuning: mesh }), [
      mesh.overlays[0]?.meshConfig.extensionProviders,
      mesh.overlays[0]?.meshConfig.extensionProviders,
    ]);
    assert.deepEqual(meshConfig({}), [undefined, undefined]);
  });

  it("are the config's, Istio's own and those of overlays; another is refused, for istiod says nothing", () => {
    assert.deepEqual(found({ providers: { collector }, telemetry: named("tracing", "colector") }), [
      'telemetry[0].spec.tracing[0].providers[0].name: unknown provider "colector", expected one of stackdriver, collector, or one more in observability.providers',
    ]);
    assert.deepEqual(found({ telemetry: named("accessLogging", "envoy") }), []);
    assert.deepEqual(found({ telemetry: named("tracing", "old") }, { tuning: mesh }), []);
    assert.equal(found({ telemetry: named("tracing", "toString") }).length, 1);
  });

  it("are good for what they are named for", () => {
    assert.deepEqual(
      found({ providers: { collector }, telemetry: named("metrics", "collector") }),
      [
        'telemetry[0].spec.metrics[0].providers[0].name: provider "collector" is of kind opentelemetry, which is not for metrics, expected one of prometheus, stackdriver, or one more in observability.providers',
      ],
    );
  });

  it("are what Istio defines, of one kind each", () => {
    const providers = {
      collector: { opentelemetry: { service: "collector", prt: 4317 } },
      both: { zipkin: {}, prometheus: {} },
      none: {},
      other: { jaeger: {} },
    };
    assert.deepEqual(found({ providers }), [
      'providers.both: expected one kind of provider, got {"zipkin":{},"prometheus":{}}',
      "providers.none: expected one kind of provider, got {}",
      "providers.other.jaeger: unknown key, expected one of zipkin, lightstep, datadog, opencensus, skywalking, opentelemetry, stackdriver, prometheus, envoyFileAccessLog, envoyHttpAls, envoyTcpAls, envoyOtelAls, envoyExtAuthzHttp, envoyExtAuthzGrpc",
      'providers.other: expected one kind of provider, got {"jaeger":{}}',
    ]);
    const { collector: wrong } = providers;
    assert.deepEqual(found({ providers: { collector: wrong } }), [
      "providers.collector.opentelemetry.prt: unknown field, did you mean port",
    ]);
  });

  it("stand in one place: an overlay's list would replace them", () => {
    assert.deepEqual(found({ providers: { collector } }, { tuning: mesh }), [
      "istio-mesh:tuning.overlays[0].meshConfig.extensionProviders: would replace those of observability, for lists replace; move them to providers",
    ]);
  });
});
