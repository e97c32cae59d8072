import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { certPem } from "../../support/answers";
import {
  recordMesh,
  recordMeshFailure,
  remoteOfEach,
  rotationSteps,
} from "../../support/mesh-recording";
import { remoteOfOneOfTwo } from "../../support/meshes";
import { settled } from "../../support/mocks";

/** What is awaited of each cluster, in order; sorted where nothing is held. */
async function awaited(
  places: Parameters<typeof recordMesh>[0],
  options: Omit<Parameters<typeof recordMesh>[1] & object, "authority"> = {},
) {
  const calls: [cluster: string, bundle: string][] = [];
  const awaitDistribution = (cluster: string, bundle: string) => {
    calls.push([cluster, bundle]);
    return Promise.resolve();
  };
  const { result } = await recordMesh(places, { ...options, authority: { awaitDistribution } });
  await settled(pulumi.output(result.clusters));
  return calls;
}

describe("the roots that a cluster hands out", function () {
  this.timeout(20_000);

  it("are awaited once for every cluster, and are all that are trusted", async () => {
    const root = await certPem("payments-root-ca");
    assert.deepEqual((await awaited(remoteOfEach)).sort(), [
      ["east", root],
      ["edge", root],
      ["west", root],
      ["wing", root],
    ]);
    const both = `${root}${await certPem("payments-next-ca")}`;
    const config = { certificates: rotationSteps.trustBoth };
    assert.deepEqual((await awaited(remoteOfOneOfTwo, { config })).sort(), [
      ["east", both],
      ["edge", both],
      ["west", both],
    ]);
  });

  it("are awaited of a remote and of the primary itself when istiod is rolled out", async () => {
    const calls = await awaited(remoteOfOneOfTwo, { hold: "east-istiod-rollout" });
    assert.equal(calls.length, 3);
    assert.deepEqual(calls[0]?.[0], "west");
  });

  it("are awaited of a remote when its webhook works, and of others sooner", async () => {
    const calls = await awaited(remoteOfOneOfTwo, { hold: "edge-injection" });
    assert.deepEqual(
      calls
        .slice(0, 2)
        .map(([cluster]) => cluster)
        .sort(),
      ["east", "west"],
    );
    assert.deepEqual(calls[2]?.[0], "edge");
    assert.equal(calls.length, 3);
  });

  it("end the program with the reason if a cluster hands out others", async () => {
    const reason = "istiod of edge hands out another bundle";
    const awaitDistribution = (cluster: string) =>
      cluster === "edge" ? Promise.reject(new Error(reason)) : Promise.resolve();
    const { errors } = await recordMeshFailure(remoteOfOneOfTwo, {
      authority: { awaitDistribution },
    });
    assert.deepEqual(
      errors.map(({ message }) => message),
      [reason],
    );
  });
});
