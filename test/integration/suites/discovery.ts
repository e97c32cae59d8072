import assert from "node:assert/strict";
import { eventually } from "../support/clusters";
import type { MeshUnderTest } from "../support/mesh-under-test";

const namespace = "sample";

interface Shards {
  readonly [service: string]:
    Record<string, { Shards: Record<string, { Address: string; Network: string }[]> }> | undefined;
}

export function discoverySuite(mesh: () => MeshUnderTest): void {
  describe("discovery", () => {
    before("a service in both clusters, its pods in the far one only", async () => {
      for (const { core } of mesh().clusters) {
        await core.createNamespace({
          body: { metadata: { name: namespace, labels: { "istio-injection": "enabled" } } },
        });
        await core.createNamespacedService({
          namespace,
          body: {
            metadata: { name: "echo" },
            spec: {
              selector: { app: "echo" },
              ports: [{ name: "http", port: 80, targetPort: 8080 }],
            },
          },
        });
      }
    });

    after("the namespace is the test's own", async () => {
      for (const { core } of mesh().clusters) {
        await core.deleteNamespace({ name: namespace });
      }
    });

    it("each istiod is in sync with the other cluster", async () => {
      for (const cluster of mesh().clusters) {
        const others = mesh()
          .clusters.filter((one) => one !== cluster)
          .map((one) => one.name);
        await eventually(
          `remote clusters of ${cluster.name}`,
          () => cluster.remoteClusters(),
          (states) => others.every((name) => states[name] === "synced"),
        );
      }
    });

    it("a pod in a labelled namespace gets a sidecar from the webhook", async () => {
      const { core } = mesh().cluster("west");
      const pod = await core.createNamespacedPod({
        namespace,
        body: {
          metadata: { name: "echo", labels: { app: "echo" } },
          spec: { containers: [{ name: "echo", image: "example/echo:1" }] },
        },
      });
      const containers = pod.spec?.containers ?? [];
      assert.deepEqual(containers.map((one) => one.name).sort(), ["echo", "istio-proxy"]);
      const proxy = containers.find((one) => one.name === "istio-proxy");
      const env = Object.fromEntries((proxy?.env ?? []).map((one) => [one.name, one.value]));
      assert.equal(env["ISTIO_META_CLUSTER_ID"], "west");
      assert.equal(env["ISTIO_META_NETWORK"], "net-west");
      assert.equal(env["ISTIO_META_MESH_ID"], "dev");
    });

    it("a far pod is among the near istiod's endpoints, with its network", async () => {
      const { core } = mesh().cluster("west");
      const pod = await eventually(
        "the pod's address",
        () => core.readNamespacedPod({ namespace, name: "echo" }),
        (one) => one.status?.podIP !== undefined,
      );
      const endpoints = await eventually(
        "echo in east",
        async () => {
          const shards = (await mesh().cluster("east").debug("/debug/endpointShardz")) as Shards;
          return shards[`echo.${namespace}.svc.cluster.local`]?.[namespace]?.Shards ?? {};
        },
        (shards) => (shards["Kubernetes/west"]?.length ?? 0) > 0,
      );
      assert.deepEqual(
        endpoints["Kubernetes/west"]?.map(({ Address, Network }) => ({ Address, Network })),
        [{ Address: pod.status?.podIP, Network: "net-west" }],
      );
      assert.deepEqual(endpoints["Kubernetes/east"] ?? [], []);
    });

    it("the gateways of both networks have addresses of their own", async () => {
      const addresses = await Promise.all(
        mesh().clusters.map(async ({ core }) => {
          const name = "istio-eastwestgateway";
          const service = await core.readNamespacedService({ namespace: "istio-system", name });
          return service.status?.loadBalancer?.ingress?.[0]?.ip;
        }),
      );
      assert.equal(new Set(addresses).size, mesh().clusters.length);
      assert.ok(!addresses.includes(undefined));
    });
  });
}
