import assert from "node:assert/strict";
import { recordMesh } from "../../support/mesh-recording";
import { remoteOnTwoNetworks, twoNetworks } from "../../support/meshes";
import type { Recorded } from "../../support/mocks";
import { isSecret, plainTexts, unwrap } from "../../support/secrets";

const chartType = "kubernetes:helm.sh/v4:Chart";
const metricsOf = (resources: readonly Recorded[]) =>
  resources.filter((one) => one.name.includes("-metrics"));
const owned = { "pulumi.com/patchForce": "true" };

describe("metrics that a cluster's Prometheus Operator collects", function () {
  this.timeout(10_000);
  const labels = { release: "prometheus" };
  const config = { observability: { metrics: { by: "operator", labels } } };

  it("are two monitors and the rules on each cluster, remotes too, when Istio's namespace is there", async () => {
    const { resources } = await recordMesh(remoteOnTwoNetworks, { config });
    const made = metricsOf(resources).filter((one) => "spec" in one.inputs);
    const monitoring = "kubernetes:monitoring.coreos.com/v1:";
    assert.deepEqual(
      made
        .map(({ type, name, cluster, inputs, dependsOn }) => ({
          type,
          name,
          cluster,
          metadata: inputs["metadata"],
          dependsOn,
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
      ["east", "edge"].flatMap((cluster) =>
        [
          ["istiod", "ServiceMonitor", "istio-mesh-istiod"],
          ["proxies", "PodMonitor", "istio-mesh-proxies"],
          ["rules", "PrometheusRule", "istio-mesh"],
        ].map(([suffix = "", kind = "", name]) => ({
          type: monitoring + kind,
          name: `${cluster}-metrics-${suffix}`,
          cluster,
          metadata: { namespace: "istio-system", name, labels, annotations: owned },
          dependsOn: [`${cluster}-istio-system`],
        })),
      ),
    );
    for (const { cluster = "", inputs } of made) {
      const other = cluster === "east" ? "edge" : "east";
      const text = JSON.stringify(inputs);
      assert.match(text, new RegExp(`"replacement":"${cluster}"|cluster=\\\\"${cluster}\\\\"`));
      assert.ok(!text.includes(`cluster=\\"${other}\\"`));
    }
  });

  it("are without rules if the config wants none", async () => {
    const metrics = { by: "operator", rules: { alerts: false, recording: false } };
    const { resources } = await recordMesh(twoNetworks, {
      config: { observability: { metrics } },
    });
    assert.deepEqual(
      resources.filter((one) => one.type.endsWith(":PrometheusRule")),
      [],
    );
    assert.equal(resources.filter((one) => one.type.endsWith(":PodMonitor")).length, 2);
  });
});

describe("metrics that a Prometheus of the stack's collects", function () {
  this.timeout(10_000);
  const canary = "canary-of-a-password";
  const remoteWrite = [
    {
      url: "https://a.example.org",
      basicAuth: { username: "u", password: { secret: "storeKey" } },
    },
  ];
  const metrics = { by: "chart", clusters: ["west"], remoteWrite };
  const record = () =>
    recordMesh(twoNetworks, {
      config: { observability: { metrics } },
      observabilitySecrets: new Map([["storeKey", canary]]),
    });

  it("are the chart's, in a namespace of its own, on the clusters that the config names", async () => {
    const { resources, find } = await record();
    const chart = find(chartType, "west-metrics-prometheus");
    const { values, ...inputs } = chart.inputs;
    assert.deepEqual(inputs, {
      name: "istio-prometheus",
      chart: "prometheus",
      version: "29.27.0",
      repositoryOpts: { repo: "https://prometheus-community.github.io/helm-charts" },
      namespace: "istio-monitoring",
    });
    assert.equal(chart.cluster, "west");
    assert.ok(!isSecret(values), "a preview shows them");
    const home = "west-namespace_istio-monitoring";
    assert.deepEqual(chart.dependsOn, ["west-metrics-secret", home]);
    const namespace = find("kubernetes:core/v1:Namespace", home);
    assert.equal(namespace.cluster, "west");
    assert.deepEqual(namespace.inputs["metadata"], {
      name: "istio-monitoring",
      labels: { "istio-injection": "disabled" },
      annotations: { ...owned, "istio-mesh/made-for": "observability" },
    });
    assert.deepEqual(
      metricsOf(resources).filter((one) => one.name.startsWith("east")),
      [],
    );
  });

  it("have their credentials in a Secret, and nowhere else", async () => {
    const { resources, find } = await record();
    const { inputs, cluster } = find("kubernetes:core/v1:Secret", "west-metrics-secret");
    assert.equal(cluster, "west");
    assert.deepEqual(inputs["metadata"], {
      name: "istio-metrics",
      namespace: "istio-monitoring",
      annotations: owned,
    });
    assert.ok(isSecret(inputs["data"]));
    assert.deepEqual(unwrap(inputs["data"]), {
      storeKey: Buffer.from(canary).toString("base64"),
    });
    const plain = resources.flatMap((one) => plainTexts(one.inputs));
    assert.deepEqual(
      plain.filter((one) => one.includes(canary)),
      [],
    );
  });

  it("have no Secret where nothing is secret", async () => {
    const { resources } = await recordMesh(twoNetworks, {
      config: { observability: { metrics: { by: "chart" } } },
    });
    assert.deepEqual(
      resources.filter((one) => one.name.endsWith("-metrics-secret")),
      [],
    );
    assert.equal(resources.filter((one) => one.name.endsWith("-metrics-prometheus")).length, 4);
  });

  it("are rendered by a cluster that can be reached while theirs is in maintenance", async () => {
    const places = [
      ["east", "net-east"],
      ["west", "net-west", { maintenance: true }],
    ] as const;
    const { find } = await recordMesh(places, {
      config: { observability: { metrics: { by: "chart" } } },
    });
    assert.equal(find(chartType, "west-metrics-prometheus").cluster, "west-renderer");
    const home = find("kubernetes:core/v1:Namespace", "west-namespace_istio-monitoring");
    assert.equal(home.cluster, "west");
  });
});
