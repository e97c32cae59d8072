import assert from "node:assert/strict";
import { eventually } from "../support/clusters";
import {
  echoEndpoints,
  echoNamespace,
  makeEchoPod,
  makeEchoService,
  proxyPlace,
} from "../support/echo";
import type { MeshUnderTest } from "../support/mesh-under-test";

export function discoverySuite(mesh: () => MeshUnderTest): void {
  describe("discovery", () => {
    before("a service in both clusters, its pods in the far one only", async () => {
      for (const cluster of mesh().clusters) {
        await makeEchoService(cluster);
      }
    });

    after("the namespace is the test's own", async () => {
      for (const { core } of mesh().clusters) {
        await core.deleteNamespace({ name: echoNamespace });
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
      const pod = await makeEchoPod(mesh().cluster("west"));
      const containers = pod.spec?.containers ?? [];
      assert.deepEqual(containers.map((one) => one.name).sort(), ["echo", "istio-proxy"]);
      assert.deepEqual(proxyPlace(pod), { cluster: "west", network: "net-west", mesh: "dev" });
    });

    it("a far pod is among the near istiod's endpoints, with its network", async () => {
      const { core } = mesh().cluster("west");
      const pod = await eventually(
        "the pod's address",
        () => core.readNamespacedPod({ namespace: echoNamespace, name: "echo" }),
        (one) => one.status?.podIP !== undefined,
      );
      const east = mesh().cluster("east");
      const endpoints = await eventually(
        "echo in east",
        () => echoEndpoints(east, "west"),
        (found) => found.length > 0,
      );
      assert.deepEqual(endpoints, [{ Address: pod.status?.podIP, Network: "net-west" }]);
      assert.deepEqual(await echoEndpoints(east, "east"), []);
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
