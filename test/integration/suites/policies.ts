import assert from "node:assert/strict";
import { sandboxPolicies } from "../../../sandbox/policies";
import type { MeshUnderTest } from "../support/mesh-under-test";

/** The policy pack on a mesh that runs. */
export function policiesSuite(mesh: () => MeshUnderTest): void {
  describe("the policy pack", () => {
    const preview = async (config: object) => {
      mesh().checkout.write("policy-config.json", JSON.stringify(config));
      const pack = ["--policy-pack=policies", "--policy-pack-config=policy-config.json"];
      return mesh().stack.run(["preview", ...pack]);
    };

    it("lets a sandbox's stack be, by the policy config of the sandbox", async () => {
      await mesh().stack.succeeds("preview", ...sandboxPolicies, "--expect-no-changes");
    });

    it("stops an update that leaves the mesh open to the world, and names the key to change", async () => {
      const { code, stdout } = await preview({});
      assert.notEqual(code, 0);
      assert.match(
        stdout,
        /\[mandatory\] .* east-west-gateway-not-public [^]*east\/istio-system\/istio-eastwestgateway: .*eastWestGateway\.sourceRanges/,
      );
    });

    it("knows how old the tokens of remote secrets are, once they are there", async () => {
      const { code, stdout } = await preview({
        all: "advisory",
        "reader-tokens-young": { days: 0 },
      });
      assert.equal(code, 0, stdout);
      for (const { name } of mesh().clusters) {
        assert.match(
          stdout,
          new RegExp(`${name}/istio-system/\\S+: metadata.creationTimestamp is`),
        );
      }
    });
  });
}
