import assert from "node:assert/strict";
import { AppsV1Api } from "@kubernetes/client-node";
import { eventually, type TestCluster } from "../support/clusters";
import type { MeshUnderTest } from "../support/mesh-under-test";

export function resilienceSuite(mesh: () => MeshUnderTest): void {
  describe("resilience", () => {
    it("a killed sandbox comes up again with its clusters as they were, and the mesh is whole", async () => {
      const { checkout } = mesh();
      const { pid } = JSON.parse(checkout.read(".sandbox/status.json")) as { pid: number };
      process.kill(pid, "SIGKILL");
      await Promise.all([checkout.sandbox("up"), checkout.sandbox("up")]);
      const after = JSON.parse(checkout.read(".sandbox/status.json")) as { pid: number };
      assert.notEqual(after.pid, pid);
      for (const cluster of mesh().clusters) {
        await eventually(
          `remote clusters of ${cluster.name}`,
          () => cluster.remoteClusters(),
          (states) => Object.values(states).every((state) => state === "synced"),
          60,
        );
      }
      for (const cluster of mesh().clusters) {
        await eventually(
          `all gateways of ${cluster.name}`,
          () => gateways(cluster),
          ({ wanted, running, ready }) => running === wanted && ready === wanted,
          60,
        );
      }
      await mesh().stack.succeeds("preview", "--refresh", "--expect-no-changes");
    });

    it("keeps no file beside the state that a killed Pulumi could leave in pieces", () => {
      const { checkout } = mesh();
      const files = checkout.list(".sandbox/pulumi/.pulumi/stacks/istio-mesh");
      assert.ok(files.includes("dev.json"), files.join(", "));
      assert.deepEqual(
        files.filter((file) => !/\.json(\.bak)?$/.test(file)),
        [],
      );
    });

    it("an up that is killed midway is finished by the next one", async () => {
      const { checkout } = mesh();
      await mesh().stack.succeeds("destroy", "--yes", "--skip-preview");
      const killed = new AbortController();
      const first = mesh().stack.run(["up", "--yes", "--skip-preview"], killed.signal);
      const east = mesh().cluster("east");
      await eventually(
        "cacerts of east",
        () => east.secret("istio-system", "cacerts"),
        () => true,
        60,
      );
      killed.abort();
      await first;
      // The engine cannot end its plugins when it is killed, nor the program; they go on without it.
      checkout.endProcesses(/pulumi-(language|resource)-|pulumi\/cmd\/run|esbuild --service/);
      await mesh().stack.succeeds("cancel", "--yes");
      await mesh().stack.succeeds("up", "--yes", "--skip-preview");
      await mesh().stack.succeeds("preview", "--refresh", "--expect-no-changes");
      await eventually(
        "west in east",
        () => east.remoteClusters(),
        (states) => states["west"] === "synced",
      );
    });
  });
}

/** Of the gateways that the cluster wants: how many run, and how many of those its control plane calls ready. */
async function gateways(cluster: TestCluster) {
  const { spec, status } = await cluster
    .api(AppsV1Api)
    .readNamespacedDeployment({ name: "istio-eastwestgateway", namespace: "istio-system" });
  return {
    wanted: spec?.replicas,
    running: cluster.gateways().length,
    ready: status?.readyReplicas,
  };
}
