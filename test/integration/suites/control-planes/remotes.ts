import assert from "node:assert/strict";
import { AdmissionregistrationV1Api } from "@kubernetes/client-node";
import { ISTIO_VERSION } from "../../../../toolchain/releases";
import {
  controlPlanesOf,
  expectInjectedBy,
  restartSamples,
  synced,
} from "../../support/control-planes";
import { editStack, sandboxCharts } from "../../support/edit-stack";
import { describeExample } from "../../support/example-mesh";
import { expectNoIstiod } from "../../support/expectations";
import { identities } from "../../support/identities";
import { changes } from "../../support/stack";
import { underTraffic } from "../../support/traffic";

const revision = "next";
const upgrade = { version: ISTIO_VERSION, revision };

/** A remote follows its primary from one control plane to another, and back; traffic runs through all of it. */
export function remotesSuite(): void {
  const config = {
    mesh: { id: "primary-remote-two-networks", version: ISTIO_VERSION, installer: "helm" },
    charts: sandboxCharts,
  };
  describeExample(
    "primary-remote-two-networks",
    (mesh) => {
      const east = () => mesh().cluster("east");
      const edge = () => mesh().cluster("edge");
      const refused = async () => {
        const { code, stdout, stderr } = await mesh().stack.run(["preview"]);
        assert.notEqual(code, 0);
        return stdout + stderr;
      };

      it("the primary's istiod injects the remote's gateway and workloads, through the tag", async () => {
        await expectNoIstiod(edge(), []);
        await expectInjectedBy(mesh(), "gateway", "default");
        await expectInjectedBy(mesh(), "echo", "default");
        const { items } = await edge()
          .api(AdmissionregistrationV1Api)
          .listMutatingWebhookConfiguration();
        const called = items.map(({ metadata, webhooks = [] }) => [
          metadata?.name,
          webhooks.every(({ clientConfig }) => clientConfig.caBundle !== undefined),
          webhooks.some((one) => one.namespaceSelector?.matchLabels === undefined),
        ]);
        assert.deepEqual(called.sort(), [
          ["istio-revision-tag-default", true, true],
          ["istio-sidecar-injector", true, false],
        ]);
      });

      it("a new control plane comes beside the old one, and the remote is led to both", async () => {
        const before = await Promise.all(mesh().clusters.map((one) => identities(one)));
        editStack(mesh(), [["upgrade"], upgrade]);
        const done = await underTraffic(mesh(), () => mesh().stack.up());
        assert.deepEqual(
          changes(done).filter((one) => !one.startsWith("create ")),
          ["update east-exposure-istiod-vs"],
        );
        assert.deepEqual(await controlPlanesOf(east()), {
          default: ISTIO_VERSION,
          [revision]: ISTIO_VERSION,
        });
        assert.deepEqual(await synced(east()), {
          istiod: ["edge synced"],
          [`istiod-${revision}`]: ["edge synced"],
        });
        await expectInjectedBy(mesh(), "echo", "default");
        assert.deepEqual(await Promise.all(mesh().clusters.map((one) => identities(one))), before);
      });

      it("gateways move by one edit of a tag, workloads as they restart, on the remote as on its primary", async () => {
        editStack(mesh(), [["tags"], { default: revision }]);
        const done = await underTraffic(mesh(), () => mesh().stack.up());
        assert.deepEqual(changes(done), [
          "update east-base:istiod-default-validator",
          "update east-gateway-deployment",
          "update east-revision-tag",
          "update edge-gateway-deployment",
          "update edge-revision-tag",
        ]);
        await expectInjectedBy(mesh(), "gateway", revision);
        await expectInjectedBy(mesh(), "echo", "default");
        await restartSamples(mesh());
        await expectInjectedBy(mesh(), "echo", revision);
      });

      it("nobody loses the control plane that it uses: a preview names the remote's pods", async () => {
        editStack(mesh(), [["tags"], undefined], [["upgrade"], undefined]);
        assert.match(
          await refused(),
          /control plane "next" of cluster "edge" would go, but still serves .*sandbox-traffic\/echo-/,
        );
      });

      it("gateways and workloads go back by taking the edit back", async () => {
        editStack(mesh(), [["upgrade"], upgrade]);
        await underTraffic(mesh(), () => mesh().stack.up());
        await expectInjectedBy(mesh(), "gateway", "default");
        await restartSamples(mesh());
        await expectInjectedBy(mesh(), "echo", "default");
      });

      it("ends when the old control plane goes, and what led the remote there", async () => {
        editStack(mesh(), [["tags"], { default: revision }]);
        await mesh().stack.up();
        await restartSamples(mesh());
        editStack(
          mesh(),
          [["mesh", "revision"], revision],
          [["upgrade"], undefined],
          [["tags"], undefined],
        );
        await underTraffic(mesh(), () => mesh().stack.up());
        assert.deepEqual(await controlPlanesOf(east()), { [revision]: ISTIO_VERSION });
        assert.deepEqual(await synced(east()), { [`istiod-${revision}`]: ["edge synced"] });
        const { items } = await edge().core.listNamespacedService({ namespace: "istio-system" });
        assert.deepEqual(items.map((one) => one.metadata?.name).sort(), [
          "istio-eastwestgateway",
          `istiod-${revision}`,
        ]);
      });
    },
    { title: "by Helm and by revision", config },
  );
}
