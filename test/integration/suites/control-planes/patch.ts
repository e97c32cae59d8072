import assert from "node:assert/strict";
import { ISTIO_VERSION, PREVIOUS_ISTIO_VERSION } from "../../../../toolchain/releases";
import type { TestCluster } from "../../support/clusters";
import {
  askNothing,
  controlPlanesOf,
  expectProxiesOf,
  restartSamples,
} from "../../support/control-planes";
import { editStack } from "../../support/edit-stack";
import { identities } from "../../support/identities";
import type { MeshUnderTest } from "../../support/mesh-under-test";
import { underTraffic } from "../../support/traffic";

/** A patch of Istio's version in place, and its rollback; traffic runs through all of it. */
export function patchSuite(mesh: () => MeshUnderTest): void {
  const converge = (version: string) => {
    editStack(mesh(), [["mesh", "version"], version]);
    return underTraffic(mesh(), () => mesh().stack.up());
  };
  const revisionOf = async (cluster: TestCluster) =>
    Object.keys(await controlPlanesOf(cluster))[0] ?? "";
  const allIdentities = () =>
    Promise.all(mesh().clusters.map(async (one) => identities(one, await revisionOf(one))));
  const expectControlPlanes = async (version: string) => {
    for (const cluster of mesh().clusters) {
      const revision = await revisionOf(cluster);
      assert.deepEqual(await controlPlanesOf(cluster), { [revision]: version }, cluster.name);
    }
  };

  describe("a patch in place", () => {
    it("renews istiod and then the gateways; no request fails, and nothing is replaced", async () => {
      await expectControlPlanes(PREVIOUS_ISTIO_VERSION);
      await restartSamples(mesh());
      const before = await allIdentities();
      await converge(ISTIO_VERSION);
      await expectControlPlanes(ISTIO_VERSION);
      await expectProxiesOf(mesh(), "gateway", ISTIO_VERSION);
      assert.deepEqual(await allIdentities(), before);
    });

    it("reaches a workload at its next restart", async () => {
      await expectProxiesOf(mesh(), "echo", PREVIOUS_ISTIO_VERSION);
      await restartSamples(mesh());
      await expectProxiesOf(mesh(), "echo", ISTIO_VERSION);
    });

    it("is done: a second up is empty", async () => {
      await askNothing(mesh());
    });

    it("is rolled back by taking the edit back", async () => {
      await converge(PREVIOUS_ISTIO_VERSION);
      await expectControlPlanes(PREVIOUS_ISTIO_VERSION);
      await expectProxiesOf(mesh(), "gateway", PREVIOUS_ISTIO_VERSION);
      await restartSamples(mesh());
      await expectProxiesOf(mesh(), "echo", PREVIOUS_ISTIO_VERSION);
    });
  });
}
