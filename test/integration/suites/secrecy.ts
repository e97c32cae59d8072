import type { MeshUnderTest } from "../support/mesh-under-test";
import { expectSecrecy } from "../support/secrecy";

export function secrecySuite(mesh: () => MeshUnderTest): void {
  describe("secrecy", () => {
    it("the state, the stack file, the logs and all that was printed hold no key, token or kubeconfig in clear", () =>
      expectSecrecy(mesh()));
  });
}
