import assert from "node:assert/strict";
import { namespacesSuite } from "./suites/control-planes/namespaces";
import { tuningSuite } from "./suites/control-planes/tuning";
import { Checkout } from "./support/checkout";
import { leftIn } from "./support/leftovers";
import { type MeshUnderTest, meshUnderTest } from "./support/mesh-under-test";
import { removeSamples } from "./support/traffic";

describe("a mesh that Helm installs from empty", () => {
  let started: MeshUnderTest | undefined;

  const mesh = (): MeshUnderTest => {
    if (started === undefined) {
      throw new Error("npm start did not succeed");
    }
    return started;
  };

  before("npm start on a fresh checkout", async () => {
    const checkout = Checkout.create();
    const file = checkout.read("Pulumi.dev.yaml");
    const helm = "    installer: helm\n  istio-mesh:charts:\n    path: .sandbox/charts/{version}\n";
    checkout.write("Pulumi.dev.yaml", file.replace(/^( *version: .*\n)/m, `$1${helm}`));
    try {
      await checkout.succeed("npm", ["start"]);
    } catch (error) {
      await checkout.sandbox("down");
      checkout.remove();
      throw error;
    }
    started = meshUnderTest(checkout, "dev", ["east", "west"]);
  });

  after("the checkout is gone, whatever failed", async () => {
    await started?.checkout.sandbox("down");
    started?.checkout.remove();
  });

  tuningSuite(mesh);
  namespacesSuite(mesh);

  describe("in the end", () => {
    it("all of it is destroyed without a trace", async () => {
      await removeSamples(mesh());
      await mesh().stack.destroy();
      for (const cluster of mesh().clusters) {
        assert.deepEqual(await leftIn(cluster), [], cluster.name);
      }
    });
  });
});
