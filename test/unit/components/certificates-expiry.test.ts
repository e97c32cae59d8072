import assert from "node:assert/strict";
import { day } from "../../support/authorities";
import { recordMesh, rotationSteps } from "../../support/mesh-recording";
import { remoteOfOneOfTwo } from "../../support/meshes";

const root = "payments-root-ca";
const east = "east-intermediate-ca-root-1-1";

/** What a mesh of two primaries and a remote warns of, if certificates have so many days left. */
const warnings = async (
  daysLeft: Readonly<Record<string, number>>,
  certificates: Readonly<Record<string, unknown>> = {},
) => {
  const recording = await recordMesh(remoteOfOneOfTwo, { daysLeft, config: { certificates } });
  return [...recording.warnings].sort();
};

const left = (days: number) => `expires in ${Math.floor(days)} days, at ${day(days).toISOString()}`;
const successor =
  "nothing renews it by itself, name its successor in certificates.rotation.to, phase trustBoth";
const generation =
  "nothing renews it by itself, raise certificates.intermediates.generation, or intermediate.generation of the cluster";

describe("a certificate that runs out", function () {
  this.timeout(20_000);

  it("is warned of once, with what to change, if it is a root", async () => {
    assert.deepEqual(await warnings({ [root]: 29.5 }), [
      `the root "root" ${left(29.5)}; ${successor}`,
    ]);
  });

  it("is warned of once, with what to change, if it is one cluster's intermediate", async () => {
    assert.deepEqual(await warnings({ [east]: 7.5 }), [
      `the intermediate of east ${left(7.5)}; ${generation}`,
    ]);
  });

  it("is said to have expired when it has", async () => {
    assert.deepEqual(await warnings({ [east]: -0.5 }), [
      `the intermediate of east has expired at ${day(-0.5).toISOString()}; ${generation}`,
    ]);
  });

  it("is not warned of while there is time enough", async () => {
    assert.deepEqual(await warnings({}), []);
    assert.deepEqual(await warnings({ [root]: 30.5, [east]: 30.5 }), []);
  });

  it("is warned of from the day that the config says", async () => {
    const daysLeft = { [root]: 50.5, [east]: 29.5 };
    assert.deepEqual(await warnings(daysLeft, { renewBeforeDays: 51 }), [
      `the intermediate of east ${left(29.5)}; ${generation}`,
      `the root "root" ${left(50.5)}; ${successor}`,
    ]);
    assert.deepEqual(await warnings(daysLeft, { renewBeforeDays: 29 }), []);
  });

  it("is warned of while it is trusted, though it signs no more, and not afterwards", async () => {
    const daysLeft = { [root]: 5.5 };
    const warning = `the root "root" ${left(5.5)}; ${successor}`;
    assert.deepEqual(await warnings(daysLeft, rotationSteps.trustBoth), [warning]);
    assert.deepEqual(await warnings(daysLeft, rotationSteps.signNew), [warning]);
    assert.deepEqual(await warnings(daysLeft, rotationSteps.dropOld), []);
  });
});
