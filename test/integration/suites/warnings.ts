import assert from "node:assert/strict";
import type { MeshUnderTest } from "../support/mesh-under-test";
import { TestStack } from "../support/stack";

/** East is on this machine, and of the dev mesh, whose root is no stranger there; far is a cluster that another stack has yet to make, somewhere. */
const stackFile = `
config:
  istio-mesh:mesh: { id: dev, version: 1.22-alpha.55f12a68b4f9 }
  istio-mesh:clusters:
    - name: east
      network: net-east
      kubeconfig: { path: .sandbox/clusters/east/kubeconfig }
    - name: far
      network: net-far
      kubeconfig: { stack: organization/istio-mesh/dev, output: kubeconfigOfFar }
`;

export function warningsSuite(mesh: () => MeshUnderTest): void {
  describe("warnings", () => {
    it("a preview warns of an API server that its peer cannot reach, and plans all the same", async () => {
      const { checkout } = mesh();
      const stack = new TestStack(checkout, "warned");
      checkout.write(stack.file, stackFile);
      await stack.init();
      const printed = await stack.succeeds("preview");
      assert.match(
        printed,
        /warning: istio-mesh:clusters\[0\]\.apiServer: far gets "https:\/\/127\.\S+" as the address of east's API server, which leads far to itself; give the one that far reaches: server, or peers\.far\.server/,
      );
      assert.match(printed, /\d+ to create/);
      const corrected = stackFile.replace(
        "clusters/east/kubeconfig }",
        "clusters/east/kubeconfig }\n      apiServer: { peers: { far: { server: https://east.example.org:6443 } } }",
      );
      checkout.write(stack.file, corrected);
      assert.doesNotMatch(await stack.succeeds("preview"), /warning/);
      await stack.succeeds("stack", "rm", "--yes");
    });
  });
}
