import assert from "node:assert/strict";
import { type Place, rawConfig, twoNetworks } from "../../../../support/meshes";
import { problems } from "../../../../support/problems";

const key = "istio-mesh:observability.metrics";

/** Problems of a config with such metrics, without the path of the key. */
function found(metrics: unknown, other: object = {}, places: readonly Place[] = twoNetworks) {
  return problems(rawConfig(places, { observability: { metrics }, ...other })).map((one) =>
    one.replace(`${key}.`, ""),
  );
}

const store = { url: "https://store.example.org/push" };

describe("the metrics of a mesh", () => {
  it("are fine by either, with all that belongs to it", () => {
    assert.deepEqual(found({ by: "operator" }), []);
    assert.deepEqual(
      found({ by: "operator", labels: { release: "prometheus" }, namespace: "monitoring" }),
      [],
    );
    assert.deepEqual(
      found({
        by: "chart",
        clusters: ["east"],
        chart: { repository: "oci://registry.example.org/charts", version: "29.27.0" },
        storage: "10Gi",
        remoteWrite: [{ ...store, basicAuth: { username: "u", password: { secret: "k" } } }],
        thanos: {},
        query: { url: "http://thanos-query.monitoring:9090/prefix" },
      }),
      [],
    );
  });

  it("are refused with keys that are for the other way, each with the reason", () => {
    assert.deepEqual(
      found({
        by: "operator",
        chart: { path: "prometheus" },
        retention: "3d",
        storage: "1Gi",
        alertmanagers: ["http://alertmanager:9093"],
        remoteWrite: [store],
        thanos: {},
      }),
      [
        "chart: is for by: chart, and with by: operator nothing is installed; take it out",
        "retention: is for by: chart, and with by: operator the operator's Prometheus is not the stack's; set spec.retention of its Prometheus resource; take it out",
        "storage: is for by: chart, and with by: operator the operator's Prometheus is not the stack's; set spec.storage of its Prometheus resource; take it out",
        "alertmanagers: is for by: chart, and with by: operator the operator's Prometheus is not the stack's; set spec.alerting of its Prometheus resource; take it out",
        "remoteWrite: is for by: chart, and with by: operator the operator's Prometheus is not the stack's; set spec.remoteWrite of its Prometheus resource; take it out",
        "thanos: is for by: chart, and with by: operator the operator's Prometheus is not the stack's; set spec.thanos of its Prometheus resource; take it out",
      ],
    );
    assert.deepEqual(found({ by: "chart", labels: { release: "prometheus" } }), [
      "labels: is for by: operator, and with by: chart a chart's Prometheus finds its targets without; take it out",
    ]);
  });

  it("are of clusters that there are", () => {
    assert.deepEqual(found({ by: "operator", clusters: ["east", "north"] }), [
      'clusters[1]: unknown cluster "north", expected one of east, west',
    ]);
  });

  const durations: readonly (readonly [given: string, message: string | undefined])[] = [
    ["1m30s", undefined],
    ["120s", undefined],
    ["15", "expected a duration such as 15s, 1m30s or 15d (units y, w, d, h, m, s, ms)"],
    ["30s1m", "expected a duration such as 15s, 1m30s or 15d (units y, w, d, h, m, s, ms)"],
    ["", "expected a duration such as 15s, 1m30s or 15d (units y, w, d, h, m, s, ms)"],
    ["0s", "expected a duration that is longer than none"],
    ["500ms", "expected 1s to 2m, for rules look back 5m and need several samples"],
    ["3m", "expected 1s to 2m, for rules look back 5m and need several samples"],
  ];
  for (const [given, message] of durations) {
    it(`are collected every ${given}${message === undefined ? "" : ", which is refused"}`, () => {
      const messages = found({ by: "operator", interval: given });
      assert.equal(messages.at(0), message && `interval: ${message}, got "${given}"`);
    });
  }

  it("go to stores that have a name or a URL of their own", () => {
    const twice = { ...store, name: "a" };
    assert.deepEqual(found({ by: "chart", remoteWrite: [store, twice, twice, store] }), [
      'remoteWrite[2].name: "a" is the name of remoteWrite[1] already, name each store once',
      "remoteWrite[3].url: is that of remoteWrite[0] already; give one of them a name if it takes samples twice",
    ]);
  });

  it("go to a store by one kind of credentials, which are keys of the config and never shown", () => {
    const remoteWrite = (auth: object) =>
      found({ by: "chart", remoteWrite: [{ ...store, ...auth }] });
    const password = { secret: "k" };
    assert.deepEqual(
      remoteWrite({ basicAuth: { username: "u", password }, bearerToken: { secret: "t" } }),
      [
        'remoteWrite[0]: expected basicAuth or bearerToken, not both, got {"url":"https://store.example.org/push","basicAuth":{"username":"u","password...',
      ],
    );
    assert.deepEqual(remoteWrite({ basicAuth: { username: "u", password: "canary" } }), [
      "remoteWrite[0].basicAuth.password: expected an object, got string",
    ]);
    assert.deepEqual(remoteWrite({ bearerToken: "canary" }), [
      "remoteWrite[0].bearerToken: expected an object, got string",
    ]);
    assert.deepEqual(remoteWrite({ url: "https://user:canary@store.example.org" }), [
      'remoteWrite[0].url: expected a URL that begins with http:// or https://, without user or password, got "https://...@store.example.org"',
    ]);
  });

  for (const url of ["prometheus:9090", "ftp://x", "http://{{ .Release.Name }}", "http://a b"]) {
    it(`are not asked for at ${url}`, () => {
      assert.deepEqual(found({ by: "operator", query: { url } }), [
        `query.url: expected a URL that begins with http:// or https://, without user or password, got "${url}"`,
      ]);
    });
  }

  it("keep the labels by which all that reads goes", () => {
    const labels = ["source_app", "cluster", "app"];
    const kept = "__name__, cluster, job, instance, namespace, pod, app, le";
    assert.deepEqual(found({ by: "operator", drop: { labels } }), [
      `drop.labels[1]: expected none of ${kept}, got "cluster"`,
      `drop.labels[2]: expected none of ${kept}, got "app"`,
    ]);
  });

  it("come from a chart with a version, or from one that is here", () => {
    const charts = (chart: unknown) => found({ by: "chart", chart });
    assert.deepEqual(charts({ path: "charts/prometheus" }), []);
    assert.deepEqual(charts({ version: "25.0.0" }), []);
    assert.deepEqual(charts({ repository: "https://charts.example.org" }).length, 1);
    assert.deepEqual(
      charts({ repository: "http://charts.example.org", version: "1.0.0" }).length,
      1,
    );
  });
});
