import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { readFigures } from "../../cli/status/figures";
import { metricsAt } from "../../cli/status/ask-metrics";
import { dashboards } from "../../stacks/observability/dashboards/dashboards";
import { startTraffic } from "../../sandbox/traffic/run";
import { binaryOf } from "../../toolchain/part";
import { ensureParts, PARTS } from "../../toolchain/parts";
import { queriesOf } from "../support/panel-queries";
import { eventually, type TestCluster } from "./support/clusters";
import { editStack } from "./support/edit-stack";
import { describeExample } from "./support/example-mesh";
import { installKinds } from "./support/observing/kinds";
import {
  type Observer,
  startObserver,
  startQuerier,
  startStore,
  type Store,
} from "./support/observing/prometheus";
import {
  backendEndpoint,
  deployBackend,
  letSamplesTrace,
  removeBackends,
  spansIn,
} from "./support/observing/traces";
import { changes } from "./support/stack";
import { expectAllArrived, sampleOf } from "./support/traffic";

const namespace = "istio-monitoring";
const parts = [
  "prometheus",
  "promtool",
  "thanos",
  "prometheus-chart",
  "prometheus-operator-crds",
  // The pods of the clusters' collectors ask for it.
  "opentelemetry-collector",
] as const;

const writer = {
  name: "mesh",
  password: "canary-of-a-writer",
  hash: "$2b$05$O64yYOBZ4tZf1Q3KUb4BCOBZXV/fGp8DvBEf.OCyGsAdoPhJEHOHu",
};

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
    traces: {
      samplingPercentage: 100,
      tags: { team: { literal: "payments" } },
      backend: { otlp: { endpoint: backendEndpoint, insecure: true } },
    },
    dashboards: {},
    telemetry: [{ name: "default", spec: { accessLogging: [{ providers: [{ name: "envoy" }] }] } }],
  },
};

describe("what is seen of a mesh", () => {
  let binaries: Record<(typeof parts)[number], string>;
  let store: Store | undefined;
  before("what sees it is built", async function () {
    this.timeout(1_800_000);
    binaries = await ensureParts(parts);
  });

  describeExample(
    "primaries-two-networks",
    (mesh) => {
      const observers: Observer[] = [];
      const folderOf = (name: string) => mesh().checkout.path(".sandbox", name);
      let querier: Awaited<ReturnType<typeof startQuerier>> | undefined;
      const url = () => {
        assert.ok(querier, "the querier was started");
        return querier.url;
      };

      after("nothing runs on", async () => {
        await querier?.stop();
        await Promise.all(observers.map((one) => one.stop()));
        await store?.stop();
      });

      it("each cluster's Prometheus scrapes its istiods by the config that the chart has made", async () => {
        for (const cluster of mesh().clusters) {
          const folder = folderOf(`prometheus-${cluster.name}`);
          fs.mkdirSync(folder);
          const kubeconfig = mesh().checkout.kubeconfig(cluster.name);
          observers.push(await startObserver({ cluster, namespace, binaries, kubeconfig, folder }));
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

      it("promtool finds nothing wrong in that config, its rules, and what they name", () => {
        for (const { config: file } of observers) {
          const said = execFileSync(binaries.promtool, ["check", "config", file]).toString();
          assert.match(said, /SUCCESS: .*prometheus\.yml is valid/);
          assert.match(said, /SUCCESS: [1-9]\d* rules found/);
        }
      });

      it("each writes its series to a store, too, which asks for a login", async () => {
        for (const { name } of mesh().clusters) {
          await eventually(
            `istiod of ${name} in the store`,
            async () => (await store?.ask(`istiod_uptime_seconds{cluster="${name}"}`)) ?? "",
            (said) => said.includes(`"cluster":"${name}"`),
          );
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

      it("the proxies that a request passes send their spans to their own cluster's collector, which says where", async () => {
        const [east, west] = mesh().clusters;
        assert.ok(east && west);
        const fileOf = ({ name }: TestCluster) => folderOf(`spans-${name}.json`);
        const kubeconfigOf = ({ name }: TestCluster) => mesh().checkout.kubeconfig(name);
        for (const cluster of [east, west]) {
          await deployBackend(kubeconfigOf(cluster), fileOf(cluster));
        }
        const samples = await sampleOf(mesh());
        for (const cluster of [east, west]) {
          await letSamplesTrace(cluster);
        }
        const traffic = await startTraffic(samples, samples, {
          intervalMs: 500,
          timeoutMs: 10_000,
        });
        const shared = await eventually(
          "a trace that both backends have",
          () => {
            const ofWest = new Set(spansIn(fileOf(west)).map((one) => one.trace));
            return Promise.resolve(spansIn(fileOf(east)).filter((one) => ofWest.has(one.trace)));
          },
          (spans) => spans.length > 0,
          90,
        );
        expectAllArrived(await traffic.stop());
        for (const { attributes } of shared) {
          assert.equal(attributes["k8s.cluster.name"], "east");
          assert.equal(attributes["team"], "payments");
        }
        assert.deepEqual(
          [...new Set(spansIn(fileOf(west)).map((one) => one.attributes["k8s.cluster.name"]))],
          ["west"],
        );
        await removeBackends([east, west].map(kubeconfigOf));
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
          editStack(
            mesh(),
            [["observability"], { ...asked, logs: { by, ...rest } }],
            [["storePassword"], undefined],
          );

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
    {
      title: "whose metrics and traces are collected",
      config,
      prepare: async (mesh) => {
        const folder = mesh.checkout.path(".sandbox", "store");
        const { url } = (store = await startStore(binaries.prometheus, writer, folder));
        mesh.checkout.write("writer", writer.password);
        await mesh.stack.setSecret("storePassword", "writer");
        const basicAuth = { username: writer.name, password: { secret: "storePassword" } };
        editStack(mesh, [
          ["observability", "metrics", "remoteWrite"],
          [{ url: `${url}/api/v1/write`, basicAuth }],
        ]);
      },
    },
  );
});
