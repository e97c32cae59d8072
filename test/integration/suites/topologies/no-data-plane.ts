import assert from "node:assert/strict";
import { Checkout } from "../../support/checkout";
import { expectInSync } from "../../support/expectations";
import { type MeshUnderTest, meshUnderTest } from "../../support/mesh-under-test";

/** The sandbox as it is for whoever may not make network namespaces. */
export function noDataPlaneSuite(): void {
  describe("a sandbox without a data plane", () => {
    let checkout: Checkout | undefined;
    const started = (): Checkout => {
      assert.ok(checkout);
      return checkout;
    };
    let mesh: MeshUnderTest | undefined;
    const because =
      "no data plane: pods are simulated and no traffic flows, for the sandbox was started without one";

    before("a checkout", () => {
      checkout = Checkout.create();
    });

    after("nothing runs on", async () => {
      await checkout?.sandbox("down");
      checkout?.remove();
    });

    it("says in one line what is left out", async () => {
      const said = await started().sandbox("up", "--no-data-plane");
      assert.equal(
        said
          .split("\n")
          .filter((line) => line.includes("data plane"))
          .join(),
        because,
      );
      mesh = meshUnderTest(started(), "dev", ["east", "west"]);
    });

    it("runs a mesh all the same", async () => {
      assert.ok(mesh);
      await mesh.stack.init();
      await mesh.stack.up();
      await expectInSync(mesh.cluster("east"), ["west"]);
      await expectInSync(mesh.cluster("west"), ["east"]);
      const programs = mesh.clusters.flatMap((one) =>
        one.processes().map(({ program }) => program),
      );
      assert.deepEqual(new Set(programs), new Set(["operator", "pilot-discovery"]));
    });

    it("sends no traffic, and says why", async () => {
      const { code, stderr } = await started().run("npm", [
        "run",
        "-s",
        "sandbox",
        "--",
        "traffic",
      ]);
      assert.equal(code, 1);
      assert.equal(stderr.trim(), because);
    });
  });
}
