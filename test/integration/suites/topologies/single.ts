import assert from "node:assert/strict";
import { describeExample } from "../../support/example-mesh";
import { expectCertified, expectInjected, expectInSync } from "../../support/expectations";

export function singleSuite(): void {
  describeExample("single", (mesh) => {
    const solo = () => {
      const [only, ...others] = mesh().clusters;
      assert.ok(only !== undefined && others.length === 0);
      return only;
    };

    it("its istiod watches no other cluster, injects and signs", async () => {
      await expectInSync(solo(), []);
      const { name } = solo();
      await expectInjected(solo(), solo(), { cluster: name, network: name, mesh: "single" }, [
        solo(),
      ]);
      await expectCertified(solo(), solo());
    });

    it("there is neither a gateway nor a remote secret", async () => {
      const { core } = solo();
      const services = await core.listNamespacedService({ namespace: "istio-system" });
      assert.deepEqual(
        services.items.map((one) => one.metadata?.name),
        ["istiod"],
      );
      const labelSelector = "istio/multiCluster=true";
      const secrets = await core.listSecretForAllNamespaces({ labelSelector });
      assert.deepEqual(secrets.items, []);
    });
  });
}
