import { describeExample } from "../../support/example-mesh";
import { expectCertified, expectInjected, expectInSync } from "../../support/expectations";
import { joiningAndLeavingSuite } from "./joining-and-leaving";

export function threeNetworksSuite(): void {
  describeExample("three-networks", (mesh) => {
    const cluster = (name: string) => mesh().cluster(name);

    it("both primaries watch all others, the remote of one of them included", async () => {
      await expectInSync(cluster("east"), ["edge", "west"]);
      await expectInSync(cluster("west"), ["east", "edge"]);
    });

    it("the remote is injected and certified by its own primary, and both primaries know its pods", async () => {
      await expectInjected(
        cluster("edge"),
        cluster("east"),
        { cluster: "edge", network: "net-edge", mesh: "three-networks" },
        [cluster("east"), cluster("west")],
      );
      await expectCertified(cluster("edge"), cluster("east"));
      await expectCertified(cluster("west"), cluster("west"));
    });

    joiningAndLeavingSuite(mesh);
  });
}
