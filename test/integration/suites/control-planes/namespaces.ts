import assert from "node:assert/strict";
import * as k8s from "@kubernetes/client-node";
import { eventually } from "../../support/clusters";
import { askNothing } from "../../support/control-planes";
import { editStack } from "../../support/edit-stack";
import type { MeshUnderTest } from "../../support/mesh-under-test";

const merge = k8s.setHeaderOptions("Content-Type", k8s.PatchStrategy.MergePatch);
const name = "shop";
const own = { "kubernetes.io/metadata.name": name };

/** Whose a namespace and its labels are, by what a real API server says of it. The mesh has one gateway for users already. */
export function namespacesSuite(mesh: () => MeshUnderTest): void {
  const east = () => mesh().cluster("east");
  const labels = async () => (await east().core.readNamespace({ name })).metadata?.labels;
  const setByHand = (value: string | null) =>
    east().core.patchNamespace(
      { name, body: { metadata: { labels: { "istio-injection": value } } } },
      merge,
    );
  const injected = (injection: string) =>
    editStack(mesh(), [["namespaces"], [{ name, clusters: ["east"], injection }]]);
  const expectRefusal = async (message: RegExp) => {
    const { code, stdout, stderr } = await mesh().stack.run(["preview"]);
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, message);
  };

  describe("a user's namespace", () => {
    before(() => east().core.createNamespace({ body: { metadata: { name } } }));
    after(() => east().core.deleteNamespace({ name }));

    it("moves to a tag, and the label that the stack has set before goes", async () => {
      injected("enabled");
      await mesh().stack.up();
      assert.deepEqual(await labels(), { ...own, "istio-injection": "enabled" });
      injected("default");
      await mesh().stack.up();
      assert.deepEqual(await labels(), { ...own, "istio.io/rev": "default" });
    });

    it("is refused with a label by hand that wins over the tag, until that is gone", async () => {
      for (const value of ["disabled", "enabled"]) {
        await setByHand(value);
        await expectRefusal(
          new RegExp(
            `istio-mesh:namespaces\\[0\\]\\.injection: "default", but namespace "${name}" of cluster "east" has the label istio-injection=${value}, set by .*, which wins; remove it: kubectl label namespace ${name} istio-injection-`,
          ),
        );
      }
      await setByHand(null);
      await askNothing(mesh());
    });

    it("stays without a label of the stack's when the config names it no more", async () => {
      editStack(mesh(), [["namespaces"], undefined]);
      await mesh().stack.up();
      assert.deepEqual(await labels(), own);
    });
  });

  describe("a namespace that is there already", () => {
    const taken = "front";
    const gateway = { name: "shop-window", kind: "ingress", namespace: taken, clusters: ["east"] };
    before(() => east().core.createNamespace({ body: { metadata: { name: taken } } }));

    it("is refused for gateways: nothing in it would outlive them", async () => {
      editStack(mesh(), [["gateways", 1], gateway]);
      await expectRefusal(
        new RegExp(
          `istio-mesh:gateways\\[1\\]\\.namespace: "${taken}" is on cluster "east" already, .*kubectl annotate namespace ${taken} istio-mesh/made-for=gateways`,
        ),
      );
    });

    it("is the stack's once it is told so, and goes with its last gateway", async () => {
      const annotations = { "istio-mesh/made-for": "gateways" };
      const body = { metadata: { annotations } };
      await east().core.patchNamespace({ name: taken, body }, merge);
      await mesh().stack.up();
      editStack(mesh(), [["gateways", 1], undefined]);
      await mesh().stack.up();
      await eventually(
        `no namespace ${taken}`,
        () => east().core.listNamespace(),
        ({ items }) => !items.some((one) => one.metadata?.name === taken),
      );
    });
  });
}
