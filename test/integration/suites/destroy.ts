import assert from "node:assert/strict";
import { leftIn } from "../support/leftovers";
import type { MeshUnderTest } from "../support/mesh-under-test";

export function destroySuite(mesh: () => MeshUnderTest): void {
  describe("destroy", () => {
    it("leaves no istio object, webhook, finalizer or namespace on any cluster", async () => {
      await mesh().stack.succeeds("destroy", "--yes", "--skip-preview");
      for (const cluster of mesh().clusters) {
        assert.deepEqual(await leftIn(cluster), [], cluster.name);
      }
    });

    it("and an up afterwards makes the mesh anew", async () => {
      await mesh().stack.succeeds("up", "--yes", "--skip-preview");
      await mesh().stack.succeeds("preview", "--refresh", "--expect-no-changes");
    });
  });

  describe("sandbox down", () => {
    it("ends every process, leaves no file of the clusters, and forgets the stack", async () => {
      const { checkout } = mesh();
      const before = checkout.processes();
      assert.ok(before.length > 10, "the processes of two clusters");
      await checkout.sandbox("down");
      assert.deepEqual(checkout.processes(), []);
      assert.deepEqual(checkout.list(".sandbox"), ["passphrase", "pulumi"]);
      const stacks = await checkout.succeed("npm", [
        "run",
        "-s",
        "pulumi",
        "--",
        "stack",
        "ls",
        "--json",
      ]);
      const names = (JSON.parse(stacks) as { name: string }[]).map((one) => one.name);
      assert.ok(!names.includes("dev"), names.join());
    });
  });
}
