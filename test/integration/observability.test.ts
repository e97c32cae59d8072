import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { readFigures } from "../../cli/status/figures";
import { metricsAt } from "../../cli/status/ask-metrics";
import { dashboards } from "../../stacks/observability/dashboards/dashboards";
import { queriesOf } from "../../stacks/observability/dashboards/queries";
import { binaryOf } from "../../toolchain/part";
import { ensureParts, PARTS } from "../../toolchain/parts";
import { eventually } from "./support/clusters";
import { describeExample } from "./support/example-mesh";
import {
  type Observer,
  type PrometheusConfig,
  startObserver,
  startQuerier,
} from "./support/observing/prometheus";

const namespace = "istio-monitoring";
const parts = ["prometheus", "promtool", "thanos", "prometheus-chart"] as const;

const config = {
  mesh: { id: "primaries-two-networks", version: "1.22-alpha.55f12a68b4f9", installer: "helm" },
  charts: { path: ".sandbox/charts/{version}" },
  observability: {
    metrics: {
      by: "chart",
      chart: { path: path.join(binaryOf(PARTS["prometheus-chart"]), "prometheus") },
      interval: "1s",
      thanos: {},
    },
    dashboards: {},
    telemetry: [{ name: "default", spec: { accessLogging: [{ providers: [{ name: "envoy" }] }] } }],
  },
};

describeExample(
  "primaries-two-networks",
  (mesh) => {
    const observers: Observer[] = [];
    let querier: Awaited<ReturnType<typeof startQuerier>> | undefined;
    const url = () => {
      assert.ok(querier, "the querier was started");
      return querier.url;
    };

    after("nothing runs on", async () => {
      await querier?.stop();
      await Promise.all(observers.map((one) => one.stop()));
    });

    it("each cluster's Prometheus scrapes its istiods by the config that the chart has made", async () => {
      const { prometheus, thanos } = await ensureParts(parts);
      for (const cluster of mesh().clusters) {
        const folder = mesh().checkout.path(".sandbox", `prometheus-${cluster.name}`);
        fs.mkdirSync(folder);
        const { data = {} } = await cluster.core.readNamespacedConfigMap({
          name: "istio-prometheus-server",
          namespace,
        });
        observers.push(
          await startObserver({
            name: cluster.name,
            binaries: { prometheus, thanos },
            config: parse(data["prometheus.yml"] ?? "") as PrometheusConfig,
            rules: data["istio-mesh.yml"] ?? "",
            kubeconfig: mesh().checkout.kubeconfig(cluster.name),
            folder,
          }),
        );
      }
      for (const [at, { url: own }] of observers.entries()) {
        const found = await eventually(
          `istiods at ${own}`,
          () => metricsAt(own)('up{job="istiod"} == 1'),
          (samples) => samples.length === 1,
        );
        assert.equal(found[0]?.metric["cluster"], mesh().clusters[at]?.name);
      }
    });

    it("a Thanos querier answers for both, each series by its cluster", async () => {
      const { thanos } = await ensureParts(["thanos"]);
      querier = await startQuerier(thanos, observers, mesh().checkout.path(".sandbox"));
      const found = await eventually(
        "both clusters at the querier",
        () => metricsAt(url())("sum by (cluster) (istiod_uptime_seconds)"),
        (samples) => samples.length === 2,
      );
      assert.deepEqual(found.map((one) => one.metric["cluster"]).sort(), ["east", "west"]);
    });

    it("mesh status has CPU and memory of both istiods from it", async () => {
      const args = ["run", "-s", "mesh", "--", "status", "--json"];
      const asked = ["--stack", mesh().stack.name, "--query", url()];
      const read = async () =>
        JSON.parse(await mesh().checkout.succeed("npm", [...args, ...asked])) as {
          components: { name: string; state: string; cpu?: number; memory?: number }[];
        };
      const { components } = await eventually(
        "figures of both istiods",
        read,
        (status) => status.components.filter((one) => (one.cpu ?? 0) > 0).length === 2,
        60,
      );
      for (const one of components) {
        assert.equal(one.state, "RUNNING", one.name);
      }
      const istiods = components.filter((one) => one.name === "istiod");
      assert.equal(istiods.length, 2);
      assert.ok(istiods.every((one) => (one.memory ?? 0) > 1024 ** 2));
    });

    it("no panel that asks for istiod's metrics is empty", async () => {
      const asked = dashboards().flatMap((dashboard) =>
        queriesOf(dashboard, { __rate_interval: "10s" }).map((one) => ({
          ...one,
          panel: `${dashboard.title}: ${one.panel}`,
        })),
      );
      assert.ok(asked.length > 100);
      const empty: string[] = [];
      for (const { panel, expr, of } of asked) {
        const samples = await metricsAt(url())(expr);
        if (of === "istiods" && samples.length === 0) {
          empty.push(`${panel}: ${expr}`);
        }
      }
      assert.deepEqual(empty, []);
    });

    it("what the status command asks is right in itself, whatever the mesh has", async () => {
      const { services } = await readFigures(metricsAt(url()), []);
      assert.deepEqual(services, []);
    });
  },
  {
    title: "whose metrics are collected",
    config,
    prepare: async () => {
      await ensureParts(parts);
    },
  },
);
