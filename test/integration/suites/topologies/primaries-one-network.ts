import assert from "node:assert/strict";
import { describeExample } from "../../support/example-mesh";
import { expectCertified, expectInjected, expectInSync } from "../../support/expectations";

export function primariesOneNetworkSuite(): void {
  describeExample("primaries-one-network", (mesh) => {
    it("each istiod is in sync with the other cluster, injects and signs for its own", async () => {
      const [east, west] = [mesh().cluster("east"), mesh().cluster("west")];
      await expectInSync(east, ["west"]);
      await expectInSync(west, ["east"]);
      for (const cluster of [east, west]) {
        const place = { cluster: cluster.name, network: "net", mesh: "primaries-one-network" };
        await expectInjected(cluster, cluster, place, [east, west]);
        await expectCertified(cluster, cluster);
      }
    });

    it("pods reach each other directly: no cluster has a gateway, nor config for one", async () => {
      for (const { core } of mesh().clusters) {
        const services = await core.listNamespacedService({ namespace: "istio-system" });
        assert.deepEqual(
          services.items.map((one) => one.metadata?.name),
          ["istiod"],
        );
      }
    });
  });
}
