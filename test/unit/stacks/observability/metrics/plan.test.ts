import assert from "node:assert/strict";
import { planMesh } from "../../../../../stacks/mesh-plan";
import { containersTarget } from "../../../../../stacks/observability/metrics/scrape";
import type { MetricsPlan } from "../../../../../stacks/observability/metrics/plan";
import { remoteOnTwoNetworks, stackConfig, twoNetworks } from "../../../../support/meshes";

type Places = Parameters<typeof stackConfig>[0];

/** The plans of a mesh's metrics, by cluster. */
function plans(metrics: object | undefined, other: object = {}, places: Places = twoNetworks) {
  const { primaries, remotes } = planMesh(
    stackConfig(places, { observability: metrics ? { metrics } : {}, ...other }),
  );
  return new Map(
    [...primaries, ...remotes].map((one) => [one.name, one.observability.metrics] as const),
  );
}

function alertsOf(plan: MetricsPlan | undefined, alert: string): (string | undefined)[] {
  return (plan?.rules.groups ?? []).flatMap(({ rules }) =>
    rules.flatMap((one) => ("alert" in one && one.alert === alert ? [one.expr] : [])),
  );
}

describe("the plan of a mesh's metrics", () => {
  it("is none where they are off", () => {
    assert.deepEqual([...plans(undefined).values()], [undefined, undefined]);
    const some = plans({ by: "operator", clusters: ["west"] });
    assert.equal(some.get("east"), undefined);
    assert.equal(some.get("west")?.by, "operator");
  });

  it("puts monitors into istio-system, with the labels that the config names", () => {
    const { targets, rules, ...plan } =
      plans({ by: "operator", labels: { release: "prometheus" } }).get("east") ?? {};
    assert.deepEqual(plan, {
      interval: "15s",
      by: "operator",
      namespace: "istio-system",
      labels: { release: "prometheus" },
    });
    assert.equal(targets?.length, 2);
    assert.equal(rules?.groups.length, 5);
  });

  it("puts a Prometheus of its own on each cluster, of a version that does not change by itself", () => {
    const found = plans({ by: "chart" }).get("east");
    assert.ok(found?.by === "chart");
    const { targets, rules, containers, ...plan } = found;
    assert.equal(targets.length, 2);
    assert.ok(rules.groups.length > 0);
    assert.deepEqual(containers, containersTarget("east"));
    assert.deepEqual(plan, {
      interval: "15s",
      by: "chart",
      cluster: "east",
      namespace: "istio-monitoring",
      chart: {
        chart: "prometheus",
        version: "29.27.0",
        repository: "https://prometheus-community.github.io/helm-charts",
      },
      retention: "15d",
      storage: undefined,
      alertmanagers: [],
      remoteWrite: [],
      thanos: undefined,
      secrets: [],
    });
  });

  it("takes the chart from where the config says", () => {
    const chartOf = (chart: object) => {
      const plan = plans({ by: "chart", chart }).get("east");
      return plan?.by === "chart" ? plan.chart : undefined;
    };
    assert.deepEqual(chartOf({ path: "charts/prometheus" }), { chart: "charts/prometheus" });
    assert.deepEqual(
      chartOf({ repository: "oci://registry.example.org/charts/", version: "1.2.3" }),
      {
        chart: "oci://registry.example.org/charts/prometheus",
        version: "1.2.3",
      },
    );
  });

  it("names secrets by their files, each once", () => {
    const remoteWrite = [
      {
        url: "https://a.example.org/push",
        name: "a",
        basicAuth: { username: "u", password: { secret: "storeKey" } },
      },
      { url: "https://b.example.org/push", bearerToken: { secret: "storeKey" } },
      { url: "https://c.example.org/push" },
    ];
    const thanos = { objectStore: { secret: "bucket" } };
    const plan = plans({ by: "chart", remoteWrite, thanos }).get("east");
    assert.ok(plan?.by === "chart");
    assert.deepEqual(plan.remoteWrite, [
      {
        url: "https://a.example.org/push",
        name: "a",
        auth: {
          kind: "basic",
          username: "u",
          passwordFile: "/etc/istio-mesh/secrets/storeKey",
        },
      },
      {
        url: "https://b.example.org/push",
        auth: { kind: "bearer", tokenFile: "/etc/istio-mesh/secrets/storeKey" },
      },
      { url: "https://c.example.org/push" },
    ]);
    assert.deepEqual(plan.thanos, {
      image: "quay.io/thanos/thanos:v0.42.5",
      objectStoreFile: "/etc/istio-mesh/secrets/bucket",
    });
    assert.deepEqual(plan.secrets, ["storeKey", "bucket"]);
  });

  it("has rules for what the cluster has: its istiods, whom they watch, and its gateways", () => {
    const gateways = [
      { name: "public", kind: "ingress", clusters: ["edge"], labels: { istio: "front" } },
    ];
    const found = plans({ by: "operator" }, { gateways }, remoteOnTwoNetworks);
    const [east, edge] = [found.get("east"), found.get("edge")];
    assert.deepEqual(alertsOf(east, "IstioClusterNotWatched"), [
      'min(istiod_managed_clusters{job="istiod",cluster="east",cluster_type="remote"}) < 1',
    ]);
    assert.equal(alertsOf(east, "IstiodDown").length, 1);
    assert.equal(alertsOf(east, "IstioGatewayDown").length, 1);
    assert.deepEqual(alertsOf(edge, "IstiodDown"), []);
    assert.deepEqual(alertsOf(edge, "IstioGatewayDown"), [
      'absent(up{job="istio-proxies",cluster="edge",namespace="istio-system",app="istio-eastwestgateway"} == 1)',
      'absent(up{job="istio-proxies",cluster="edge",namespace="istio-system",app="public"} == 1)',
    ]);
  });

  it("watches both control planes of an upgrade", () => {
    const upgrade = { version: "1.23.4", revision: "1-23-4" };
    const mesh = { id: "payments", version: "1.22.8", installer: "helm" };
    const found = plans({ by: "operator" }, { mesh, upgrade });
    assert.equal(alertsOf(found.get("east"), "IstiodDown").length, 2);
  });
});
