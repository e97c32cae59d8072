import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { readFigures } from "../../cli/status/figures";
import { metricsAt } from "../../cli/status/ask-metrics";
import { dashboards } from "../../stacks/observability/dashboards/dashboards";
import { binaryOf } from "../../toolchain/part";
import { ensureParts, PARTS } from "../../toolchain/parts";
import { queriesOf } from "../support/panel-queries";
import { eventually } from "./support/clusters";
import { editStack } from "./support/edit-stack";
import { describeExample } from "./support/example-mesh";
import { installKinds } from "./support/observing/kinds";
import {
  type Observer,
  type PrometheusConfig,
  startObserver,
  startQuerier,
} from "./support/observing/prometheus";
import { changes } from "./support/stack";

const namespace = "istio-monitoring";
const parts = ["prometheus", "thanos", "prometheus-chart", "prometheus-operator-crds"] as const;

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

describe("what is seen of a mesh", () => {
  let binaries: Record<(typeof parts)[number], string>;
  before("what sees it is built", async function () {
    this.timeout(1_800_000);
    binaries = await ensureParts(parts);
  });

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
              binaries,
              config: parse(data["prometheus.yml"] ?? "") as PrometheusConfig,
              rules: data["istio-mesh.yml"] ?? "",
              kubeconfig: mesh().checkout.kubeconfig(cluster.name),
              addresses: Object.fromEntries(
                cluster.istiods().map(({ pod, ports }) => [pod, ports["monitoring"] ?? ""]),
              ),
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
        querier = await startQuerier(binaries.thanos, observers, mesh().checkout.path(".sandbox"));
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

      describe("by what a cluster has already", () => {
        const asked = {
          ...config.observability,
          metrics: { by: "operator", query: { url: "http://thanos.monitoring:9090" } },
          traces: { backend: { otlp: { endpoint: "tempo.example.org:4317" } } },
          kiali: { cluster: "east", by: "operator", auth: { strategy: "anonymous" } },
        };
        const elasticsearch = {
          endpoints: ["https://es.example.org:9200"],
          user: "writer",
          password: { secret: "esPassword" },
        };
        const withLogs = (by: string, rest: object) =>
          editStack(mesh(), [["observability"], { ...asked, logs: { by, ...rest } }]);

        it("a preview refuses what nobody has brought, with the cluster, the kind and what brings it", async () => {
          withLogs("bkLog", { dataId: 1500001 });
          const { code, stdout, stderr } = await mesh().stack.run(["preview"]);
          assert.notEqual(code, 0);
          for (const kind of ["ServiceMonitor", "PodMonitor", "PrometheusRule", "BkLogConfig"]) {
            assert.match(
              stdout + stderr,
              new RegExp(
                `istio-mesh:observability\\..*: cluster "west" has no kind ${kind} of .*, which .* brings`,
              ),
            );
          }
          assert.match(stdout + stderr, /cluster "east" has no kind Kiali of kiali.io\/v1alpha1/);
        });

        it("monitors, rules, collectors and Kiali are what its definitions take", async () => {
          const operator = path.join(binaryOf(PARTS["prometheus-operator-crds"]), "crds");
          for (const cluster of mesh().clusters) {
            await installKinds(cluster, operator);
            await installKinds(cluster, path.join(__dirname, "fixtures", "kinds"));
          }
          const made = changes(await mesh().stack.up());
          for (const suffix of [
            "metrics-istiod",
            "metrics-proxies",
            "metrics-rules",
            "access-logs",
          ]) {
            assert.ok(
              made.some((one) => one.startsWith(`create west-${suffix}`)),
              `${suffix} in ${made.join()}`,
            );
          }
          assert.ok(
            made.some((one) => /^create \S*kiali/.test(one)),
            made.join(),
          );
        });

        it("so are the objects of each collector of logs", async () => {
          mesh().checkout.write("password", "canary-of-a-password");
          await mesh().stack.setSecret("esPassword", "password");
          const others = [
            ["openTelemetry", { backend: { elasticsearch } }, 1],
            ["fluentBit", { elasticsearch, namespace: "istio-system" }, 3],
          ] as const;
          for (const [by, rest, objects] of others) {
            withLogs(by, rest);
            const made = changes(await mesh().stack.up());
            const created = made.filter((one) => /^create east-access-logs(?!-secret)/.test(one));
            assert.equal(created.length, objects, `${by}: ${made.join()}`);
          }
          assert.ok(
            !mesh().checkout.transcript.some((line) => line.includes("canary-of-a-password")),
          );
        });
      });
    },
    { title: "whose metrics are collected", config },
  );
});
