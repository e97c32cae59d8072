import assert from "node:assert/strict";
import { readFigures, type Sample } from "../../../../cli/status/figures";
import type { ComponentRow } from "../../../../cli/status/read-status";

describe("the figures of a mesh", () => {
  const component = (cluster: string, name: string): ComponentRow => ({
    cluster,
    name,
    namespace: "istio-system",
    state: "RUNNING",
  });
  const pod = (
    cluster: string,
    name: string,
    value: number,
    namespace = "istio-system",
  ): Sample => ({
    metric: { cluster, namespace, pod: name },
    value,
  });
  const service = (name: string, value: number): Sample => ({
    metric: {
      cluster: "east",
      destination_service_namespace: "shop",
      destination_service_name: name,
    },
    value,
  });
  const cluster = (name: string, value: number): Sample => ({ metric: { cluster: name }, value });
  const answers: Readonly<Record<string, readonly Sample[]>> = {
    "count by (cluster)": [cluster("east", 40), cluster("west", 2)],
    "sum by (cluster) (max by (cluster, namespace, pod, container) (rate(container_cpu": [
      cluster("west", 0.5),
      cluster("east", 1.5),
    ],
    "sum by (cluster) (max by (cluster, namespace, pod, container) (container_memory": [
      cluster("east", 2048),
    ],
    process_cpu: [
      pod("east", "istiod-7d4b9c6f5d-x2x9z", 0.25),
      pod("east", "istiod-7d4b9c6f5d-abcde", 0.5),
      pod("east", "istiod-next-7d4b9c6f5d-abcde", 4),
      pod("west", "istiod-7d4b9c6f5d-abcde", 8),
      pod("east", "istiod-7d4b9c6f5d-other", 16, "shop"),
    ],
    process_resident: [pod("east", "istiod-7d4b9c6f5d-x2x9z", 1024)],
    "5..": [service("checkout", 1)],
    istio_requests_total: [service("cart", 2), service("checkout", 4)],
    histogram_quantile: [service("checkout", 120), service("cart", NaN)],
  };
  const ask = (query: string) => {
    const [, found = []] = Object.entries(answers).find(([text]) => query.includes(text)) ?? [];
    return Promise.resolve(found);
  };

  it("are a component's by the names of its pods, in its cluster and namespace", async () => {
    const rows = [
      component("east", "istiod"),
      component("east", "istiod-next"),
      component("west", "gateway"),
    ];
    const { usage } = await readFigures(ask, rows);
    assert.deepEqual(Object.fromEntries(usage), {
      "east/istio-system/istiod": { cpu: 0.75, memory: 1024 },
      "east/istio-system/istiod-next": { cpu: 4 },
      "west/istio-system/gateway": {},
    });
  });

  it("are of all proxies of a cluster how many there are, and what they use together", async () => {
    const { proxies } = await readFigures(ask, []);
    assert.deepEqual(proxies, [
      { cluster: "east", count: 40, cpu: 1.5, memory: 2048 },
      { cluster: "west", count: 2, cpu: 0.5 },
    ]);
  });

  it("are a service's rate, share of errors and slowest answers, the busiest first", async () => {
    const { services } = await readFigures(ask, []);
    assert.deepEqual(services, [
      {
        cluster: "east",
        namespace: "shop",
        name: "checkout",
        requestRate: 4,
        errorRate: 0.25,
        p99: 120,
      },
      { cluster: "east", namespace: "shop", name: "cart", requestRate: 2, errorRate: 0 },
    ]);
  });
});
