import assert from "node:assert/strict";
import * as k8s from "@kubernetes/client-node";
import { PREVIOUS_ISTIO_VERSION } from "../../../../toolchain/releases";
import { byHelm, editStack } from "../../support/edit-stack";
import { identities, makeUserObjects } from "../../support/identities";
import type { MeshUnderTest } from "../../support/mesh-under-test";
import { askNothing, controlPlanesOf } from "../../support/control-planes";
import { sampleOf, underTraffic } from "../../support/traffic";

/** The move from the operator to Helm, in place. */
export function installerSuite(mesh: () => MeshUnderTest): void {
  describe("from the operator to Helm", () => {
    it("nothing that was there is replaced, and no request fails meanwhile", async () => {
      await sampleOf(mesh());
      for (const cluster of mesh().clusters) {
        await makeUserObjects(cluster);
      }
      const before = await Promise.all(mesh().clusters.map((one) => identities(one)));
      editStack(mesh(), ...byHelm);
      await underTraffic(mesh(), () => mesh().stack.up());
      assert.deepEqual(await Promise.all(mesh().clusters.map((one) => identities(one))), before);
    });

    it("nothing of the operator is left but its definition, and a second up is empty", async () => {
      for (const cluster of mesh().clusters) {
        const { items: namespaces } = await cluster.core.listNamespace();
        assert.ok(!namespaces.some((one) => one.metadata?.name === "istio-operator"));
        const { items } = (await cluster.api(k8s.CustomObjectsApi).listClusterCustomObject({
          group: "install.istio.io",
          version: "v1alpha1",
          plural: "istiooperators",
        })) as { items: object[] };
        assert.deepEqual(items, []);
      }
      await askNothing(mesh());
    });

    it("what istiod writes into its webhooks is no drift", async () => {
      for (const cluster of mesh().clusters) {
        const webhooks = cluster.api(k8s.AdmissionregistrationV1Api);
        const { items: validating } = await webhooks.listValidatingWebhookConfiguration();
        const { items: mutating } = await webhooks.listMutatingWebhookConfiguration();
        const written = [...validating, ...mutating].flatMap(({ metadata, webhooks: all = [] }) =>
          all.map((one) => [metadata?.name, one.failurePolicy, one.clientConfig.caBundle !== ""]),
        );
        assert.ok(written.length >= 9, `${written.length} webhooks`);
        assert.ok(
          written.every(([, policy, authority]) => policy === "Fail" && authority === true),
          JSON.stringify(written),
        );
      }
      await mesh().stack.succeeds("preview", "--refresh", "--expect-no-changes");
    });

    it("is not gone back: the operator would lose what it takes over", async () => {
      const before = await Promise.all(mesh().clusters.map((one) => identities(one)));
      editStack(mesh(), [["mesh", "installer"], "operator"], [["charts"], undefined]);
      const { code, stdout, stderr } = await mesh().stack.run(["up", "--yes", "--skip-preview"]);
      assert.notEqual(code, 0);
      assert.match(
        stdout + stderr,
        /istio-mesh:mesh\.installer: operator, but istiod of cluster "east" was installed by helm/,
      );
      assert.deepEqual(await Promise.all(mesh().clusters.map((one) => identities(one))), before);
      editStack(mesh(), ...byHelm);
    });

    it("every cluster has one istiod, of the version that it had", async () => {
      for (const cluster of mesh().clusters) {
        assert.deepEqual(await controlPlanesOf(cluster), { default: PREVIOUS_ISTIO_VERSION });
      }
    });
  });
}
