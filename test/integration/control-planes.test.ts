import assert from "node:assert/strict";
import { parseDocument } from "yaml";
import { configPrefix } from "../../stacks/stack-file";
import { ensureParts, partNames } from "../../toolchain/parts";
import { ISTIO_VERSION, PREVIOUS_ISTIO_VERSION } from "../../toolchain/releases";
import { installerSuite } from "./suites/control-planes/installer";
import { namespacesSuite } from "./suites/control-planes/namespaces";
import { patchSuite } from "./suites/control-planes/patch";
import { revisionSuite, triedNamespace } from "./suites/control-planes/revision";
import { tuningSuite } from "./suites/control-planes/tuning";
import { Checkout } from "./support/checkout";
import { userObjectNames } from "./support/identities";
import { leftIn } from "./support/leftovers";
import { type MeshUnderTest, meshUnderTest } from "./support/mesh-under-test";
import { removeSamples } from "./support/traffic";

describe("control planes come and go", () => {
  let started: MeshUnderTest | undefined;

  const mesh = (): MeshUnderTest => {
    if (started === undefined) {
      throw new Error("npm start did not succeed");
    }
    return started;
  };

  before("npm start on a fresh checkout, with an Istio of some days ago", async function () {
    this.timeout(1_800_000);
    await ensureParts(partNames("older-istio"));
    const checkout = Checkout.create();
    const gateways = [
      { name: "public", kind: "ingress", namespace: "istio-ingress", clusters: ["east"] },
    ];
    const file = parseDocument(
      checkout.read("Pulumi.dev.yaml").replace(ISTIO_VERSION, PREVIOUS_ISTIO_VERSION),
    );
    file.setIn(["config", `${configPrefix}gateways`], gateways);
    checkout.write("Pulumi.dev.yaml", file.toString());
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

  patchSuite(mesh);
  installerSuite(mesh);
  tuningSuite(mesh);
  namespacesSuite(mesh);
  revisionSuite(mesh);

  describe("in the end", () => {
    it("all of it is destroyed without a trace, and users keep what they have made", async () => {
      await removeSamples(mesh());
      await mesh().cluster("east").core.deleteNamespace({ name: triedNamespace });
      await mesh().stack.destroy();
      for (const cluster of mesh().clusters) {
        assert.deepEqual((await leftIn(cluster)).sort(), userObjectNames, cluster.name);
      }
    });
  });
});
