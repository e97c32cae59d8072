import assert from "node:assert/strict";
import { metricsSchema } from "../../../../../stacks/observability/metrics/schema";
import {
  containersTarget,
  type Relabeling,
  scrapeTargets,
  type ScrapeTarget,
} from "../../../../../stacks/observability/metrics/scrape";

const pod = "__meta_kubernetes_pod";
type Labels = Readonly<Record<string, string>>;

function targets(config: object = {}) {
  return scrapeTargets("east", metricsSchema.parse({ by: "chart", ...config }));
}

/** What becomes of a target's labels, or of a series'; undefined if it is dropped. As Prometheus does it. */
function relabeled(labels: Labels, steps: readonly Relabeling[]): Labels | undefined {
  let result: Labels | undefined = labels;
  for (const { action, sourceLabels = [], regex = "(.*)", ...step } of steps) {
    if (result === undefined) {
      break;
    }
    const before: Labels = result;
    const whole = new RegExp(`^(?:${regex})$`);
    const text = sourceLabels.map((one) => before[one] ?? "").join(";");
    const matches = whole.test(text);
    if (action === "labeldrop") {
      result = Object.fromEntries(Object.entries(before).filter(([key]) => !whole.test(key)));
    } else if (action === "replace") {
      const value = text.replace(whole, step.replacement ?? "$1");
      result = matches ? { ...before, [step.targetLabel ?? ""]: value } : before;
    } else {
      result = (action === "keep") === matches ? before : undefined;
    }
  }
  return result;
}

/** The labels of a pod's target in a Prometheus of the stack's, but those that go. */
function found({ discovery, relabelings }: ScrapeTarget, labels: Labels): Labels | undefined {
  const result = relabeled(labels, [...discovery, ...relabelings]);
  return (
    result &&
    Object.fromEntries(
      Object.entries(result).filter(
        ([key, value]) => value !== "" && !key.startsWith("__meta") && key !== "__tmp",
      ),
    )
  );
}

const common = {
  __meta_kubernetes_namespace: "shop",
  [`${pod}_name`]: "cart-1",
  [`${pod}_phase`]: "Running",
  [`${pod}_ip`]: "10.0.0.7",
  [`${pod}_label_istio_io_rev`]: "1-23-4",
};

/** What all series say of such a pod. */
const told = { cluster: "east", namespace: "shop", pod: "cart-1", revision: "1-23-4" };

describe("an istiod that is asked for metrics", () => {
  const [istiod] = targets();
  const labels = { ...common, [`${pod}_label_app`]: "istiod", __address__: "10.0.0.7:8080" };

  it("is found by its label, whatever its revision, and bears Istio's name of its cluster", () => {
    assert.equal(istiod.namespace, "istio-system");
    assert.equal(istiod.path, "/metrics");
    assert.deepEqual(found(istiod, labels), {
      __address__: "10.0.0.7:15014",
      job: "istiod",
      app: "istiod",
      ...told,
    });
  });

  it("is asked by IPv6 as well", () => {
    const address = found(istiod, { ...labels, [`${pod}_ip`]: "fd00::7" })?.["__address__"];
    assert.equal(address, "[fd00::7]:15014");
  });

  it("is no other pod, and none that has ended", () => {
    assert.equal(found(istiod, { ...labels, [`${pod}_label_app`]: "other" }), undefined);
    assert.equal(found(istiod, { ...labels, [`${pod}_phase`]: "Failed" }), undefined);
  });
});

describe("a proxy that is asked for metrics", () => {
  const [, proxies] = targets();
  const labels = {
    ...common,
    __address__: "10.0.0.7:15090",
    [`${pod}_container_name`]: "istio-proxy",
    [`${pod}_annotation_prometheus_io_scrape`]: "true",
    [`${pod}_annotation_prometheus_io_port`]: "15021",
    [`${pod}_annotation_prometheus_io_path`]: "/stats/prometheus",
    [`${pod}_label_app`]: "cart",
  };

  it("is asked at the agent's port, which the injector has written into annotations, in any namespace", () => {
    assert.equal(proxies.namespace, undefined);
    assert.equal(proxies.path, "/stats/prometheus");
    assert.deepEqual(found(proxies, labels), {
      __address__: "10.0.0.7:15021",
      job: "istio-proxies",
      app: "cart",
      ...told,
    });
  });

  it("is asked by IPv6 as well", () => {
    for (const ip of ["fd00::7", "2001:db8:0:1:2:3:4:5", "::1"]) {
      const address = found(proxies, { ...labels, [`${pod}_ip`]: ip })?.["__address__"];
      assert.equal(address, `[${ip}]:15021`);
    }
  });

  const ofApplication = {
    [`${pod}_annotation_prometheus_io_port`]: "8080",
    [`${pod}_annotation_prometheus_io_path`]: "/metrics",
  };
  const without = Object.fromEntries(
    Object.keys(labels)
      .filter((one) => one.includes("annotation"))
      .map((one) => [one, ""]),
  );
  for (const [rule, annotations] of [
    ["without annotations, for the mesh or the pod wants nothing merged", without],
    ["with annotations of the application's, which are not of the proxy", ofApplication],
  ] as const) {
    it(`is asked at the agent's usual port ${rule}`, () => {
      const given = { ...labels, ...annotations };
      assert.equal(found(proxies, given)?.["__address__"], "10.0.0.7:15020");
      const six = found(proxies, { ...given, [`${pod}_ip`]: "fd00::7" });
      assert.equal(six?.["__address__"], "[fd00::7]:15020");
      assert.equal(six["__metrics_path__"], undefined);
    });
  }

  it("is one target, however many ports its gateway names", () => {
    assert.deepEqual(
      found(proxies, { ...labels, __address__: "10.0.0.7:8443" }),
      found(proxies, labels),
    );
  });

  const left: readonly (readonly [why: string, other: Labels])[] = [
    ["of another container", { [`${pod}_container_name`]: "cart" }],
    ["whose pod does not want it", { [`${pod}_annotation_prometheus_io_scrape`]: "false" }],
    ["that is to be ignored", { [`${pod}_labelpresent_istio_prometheus_ignore`]: "true" }],
    ["whose pod has ended", { [`${pod}_phase`]: "Succeeded" }],
  ];
  for (const [why, other] of left) {
    it(`is none ${why}`, () => assert.equal(found(proxies, { ...labels, ...other }), undefined));
  }

  it("keeps all of its metrics unless the config says otherwise", () => {
    assert.deepEqual(proxies.metricRelabelings, []);
    const drop = {
      metrics: ["istio_build", "envoy_x"],
      labels: ["source_app", "request_protocol"],
    };
    const [istiod, dropping] = targets({ drop });
    assert.deepEqual(istiod.metricRelabelings, []);
    const kept = (labels: Labels) => relabeled(labels, dropping.metricRelabelings);
    assert.equal(kept({ __name__: "istio_build" }), undefined);
    assert.deepEqual(kept({ __name__: "istio_build_x", source_app: "a", cluster: "east" }), {
      __name__: "istio_build_x",
      cluster: "east",
    });
  });
});

describe("a node that is asked what containers use", () => {
  const { relabelings, metricRelabelings } = containersTarget("east");
  const kept = (labels: Labels) => relabeled(labels, metricRelabelings) !== undefined;
  const cpu = { __name__: "container_cpu_usage_seconds_total", container: "istio-proxy" };

  it("bears Istio's name of its cluster, and none of its own labels", () => {
    const labels = { __address__: "10.0.0.1:10250", __meta_kubernetes_node_label_zone: "a" };
    assert.deepEqual(relabeled(labels, relabelings), {
      ...labels,
      job: "istio-containers",
      cluster: "east",
    });
  });

  it("tells CPU and memory of what the stack and Istio run, and nothing of users' containers", () => {
    assert.ok(kept(cpu));
    assert.ok(kept({ ...cpu, __name__: "container_memory_working_set_bytes" }));
    for (const container of ["discovery", "istio-operator", "kiali", "collector"]) {
      assert.ok(kept({ ...cpu, container }), container);
    }
    const ofPrometheus = ["prometheus-server", "prometheus-server-configmap-reload"];
    for (const container of [...ofPrometheus, "thanos-sidecar"]) {
      assert.ok(kept({ ...cpu, container }), container);
    }
    for (const container of ["", "cart", "discovery-2", "istio-init"]) {
      assert.ok(!kept({ ...cpu, container }), container);
    }
    assert.ok(!kept({ ...cpu, __name__: "container_fs_reads_total" }));
  });
});
