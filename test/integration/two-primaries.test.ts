import assert from "node:assert/strict";
import type { SandboxStatus } from "../../sandbox/status";
import { badInputSuite } from "./suites/bad-input";
import { certificatesSuite } from "./suites/workload-certificates";
import { convergenceSuite } from "./suites/convergence";
import { destroySuite } from "./suites/destroy";
import { discoverySuite } from "./suites/discovery";
import { istioctlSuite } from "./suites/istioctl";
import { policiesSuite } from "./suites/policies";
import { prodSuite } from "./suites/prod";
import { resilienceSuite } from "./suites/resilience";
import { secrecySuite } from "./suites/secrecy";
import { securitySuite } from "./suites/security";
import { trafficSuite } from "./suites/traffic";
import { warningsSuite } from "./suites/warnings";
import { Checkout } from "./support/checkout";
import { type MeshUnderTest, meshUnderTest } from "./support/mesh-under-test";

describe("two primaries on separate networks", () => {
  let started: MeshUnderTest | undefined;
  let printed = "";

  const mesh = (): MeshUnderTest => {
    if (started === undefined) {
      throw new Error("npm start did not succeed");
    }
    return started;
  };

  before("npm start on a fresh checkout", async () => {
    const checkout = Checkout.create();
    try {
      printed = await checkout.succeed("npm", ["start"]);
    } catch (error) {
      await checkout.sandbox("down");
      checkout.remove();
      throw error;
    }
    started = meshUnderTest(checkout, "dev", ["east", "west"]);
  });

  after("the checkout is gone, whatever failed", async () => {
    if (started !== undefined) {
      await started.checkout.sandbox("down");
      started.checkout.remove();
    }
  });

  it("npm start prints the mesh, its picture and how to look around", () => {
    assert.match(
      printed,
      /east\s+primary\s+net-east\s+istiod 1\.22-alpha\.55f12a68b4f9\s+gateway 198\.18\.1\.\d+/,
    );
    assert.match(printed, /flowchart LR/);
    assert.match(printed, /kubectl --kubeconfig \.sandbox\/clusters\/west\/kubeconfig/);
  });

  it("npm start leaves the stack file as it was", () => {
    assert.doesNotMatch(mesh().checkout.read("Pulumi.dev.yaml"), /encryptionsalt/);
  });

  it("sandbox status says, for programs, where each istiod listens", async () => {
    const status = JSON.parse(await mesh().checkout.sandbox("status", "--json")) as Pick<
      SandboxStatus,
      "clusters"
    >;
    for (const { name } of mesh().clusters) {
      const istiod = status.clusters[name]?.processes.find(
        (one) => one.program === "pilot-discovery",
      );
      assert.ok(istiod?.ready, name);
      assert.match(istiod.ports["debug"] ?? "", /^127\.\d+\.\d+\.\d+:8080$/);
    }
  });

  discoverySuite(mesh);
  certificatesSuite(mesh);
  istioctlSuite(mesh);
  convergenceSuite(mesh);
  badInputSuite(mesh);
  warningsSuite(mesh);
  prodSuite(mesh);
  policiesSuite(mesh);
  trafficSuite(mesh);
  securitySuite(mesh);
  resilienceSuite(mesh);
  secrecySuite(mesh);
  destroySuite(mesh);
});
