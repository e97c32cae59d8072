import assert from "node:assert/strict";
import { recordMesh, remoteOfEach } from "../../support/mesh-recording";
import { type Place, remoteOfOneOfTwo, remoteOnOneNetwork } from "../../support/meshes";

describe("what awaits a remote's secret in its own primary", function () {
  this.timeout(10_000);

  /** Objects that come only when another is there, though the state knows nothing of it. */
  const awaiting = async (places: readonly Place[], hold: string) => {
    const { resources } = await recordMesh(places, { hold });
    const late = resources.filter((one) => one.late);
    for (const { name, dependsOn } of late) {
      assert.ok(!dependsOn.includes(hold), `${name} does not depend on ${hold}`);
    }
    return late.map(({ name }) => name).sort();
  };

  it("is the webhook, with it the gateway, and what others need of them", async () => {
    assert.deepEqual(await awaiting(remoteOfOneOfTwo, "edge-into_east"), [
      "edge-gateway-autoscaler",
      "edge-gateway-deployment",
      "edge-injection",
      "edge-into_west",
    ]);
  });

  it("is the webhook alone where there is no gateway", async () => {
    assert.deepEqual(await awaiting(remoteOnOneNetwork, "edge-into_east"), ["edge-injection"]);
  });

  it("is nothing of another primary's remote", async () => {
    assert.deepEqual(await awaiting(remoteOfEach, "wing-into_west"), [
      "wing-gateway-autoscaler",
      "wing-gateway-deployment",
      "wing-injection",
      "wing-into_east",
    ]);
  });

  it("is nothing in the case of a secret in another primary", async () => {
    assert.deepEqual(await awaiting(remoteOfOneOfTwo, "edge-into_west"), []);
  });

  it("lets the gateway come no sooner than the webhook, which stays no longer for it", async () => {
    const { find } = await recordMesh(remoteOfOneOfTwo, { hold: "edge-injection" });
    const gateway = find("kubernetes:apps/v1:Deployment", "edge-gateway-deployment");
    assert.equal(gateway.late, true);
    assert.ok(!gateway.dependsOn.includes("edge-injection"));
    assert.equal(find("kubernetes:core/v1:Service", "edge-gateway-service").late, false);
    assert.equal(find("kubernetes:core/v1:Secret", "edge-into_east").late, false);
  });
});
