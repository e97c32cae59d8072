import assert from "node:assert/strict";
import * as k8s from "@kubernetes/client-node";
import { sampleNamespace } from "../../../../sandbox/traffic/sample";
import { byHelm, editStack } from "../../support/edit-stack";
import { describeExample } from "../../support/example-mesh";
import {
  expectCertified,
  expectInjected,
  expectInSync,
  expectNoIstiod,
} from "../../support/expectations";
import { identities, restart } from "../../support/identities";
import { changes } from "../../support/stack";
import { sampleOf, underTraffic } from "../../support/traffic";
import { defaultDenySuite } from "../security";

export function primaryRemoteSuite(): void {
  describeExample("primary-remote-two-networks", (mesh) => {
    const east = () => mesh().cluster("east");
    const edge = () => mesh().cluster("edge");
    const meshId = "primary-remote-two-networks";

    it("the primary's istiod has the remote in sync", async () => {
      await expectInSync(east(), ["edge"]);
    });

    it("the remote has no istiod of its own, nor an authority", async () => {
      await expectNoIstiod(edge());
    });

    it("the primary's istiod injects the pods of both, and has their endpoints", async () => {
      const places = [
        { cluster: "east", network: "net-east", mesh: meshId },
        { cluster: "edge", network: "net-edge", mesh: meshId },
      ];
      for (const place of places) {
        await expectInjected(mesh().cluster(place.cluster), east(), place, [east()]);
      }
    });

    it("the primary's istiod signs for workloads of both", async () => {
      await expectCertified(east(), east());
      await expectCertified(edge(), east());
    });

    it("the remote's gateway pods were injected by the primary's istiod", async () => {
      const pods = await edge().core.listNamespacedPod({
        namespace: "istio-system",
        labelSelector: "istio=eastwestgateway",
      });
      const [pod] = pods.items;
      assert.match(pod?.spec?.containers[0]?.image ?? "", /\/proxyv2:/);
    });

    it("istiod is reached through the primary's gateway only, and istio's config for it is there only", async () => {
      const ports = async (name: string) => {
        const service = await mesh().cluster(name).core.readNamespacedService({
          namespace: "istio-system",
          name: "istio-eastwestgateway",
        });
        return service.spec?.ports?.map((one) => one.port);
      };
      assert.deepEqual(await ports("east"), [15021, 15443, 15012, 15017, 443]);
      assert.deepEqual(await ports("edge"), [15021, 15443]);
      const definitions = await edge().api(k8s.ApiextensionsV1Api).listCustomResourceDefinition();
      assert.deepEqual(
        definitions.items
          .filter((one) => one.spec.group.endsWith("istio.io"))
          .map((one) => one.metadata?.name),
        ["istiooperators.install.istio.io"],
      );
    });

    it("an exposure that was deleted by hand is found by refresh and put back by up", async () => {
      const gateway = {
        group: "networking.istio.io",
        version: "v1beta1",
        namespace: "istio-system",
        plural: "gateways",
        name: "istiod-gateway",
      };
      const objects = east().api(k8s.CustomObjectsApi);
      await objects.deleteNamespacedCustomObject(gateway);
      await mesh().stack.succeeds("refresh", "--yes", "--skip-preview");
      assert.deepEqual(changes(await mesh().stack.up()), ["create east-exposure-istiod-gateway"]);
      await objects.getNamespacedCustomObject(gateway);
    });

    it("says by which address the remote reaches its istiod, and why", async () => {
      const clusters = (await mesh().stack.output("clusters")) as Record<
        string,
        { gatewayAddress: string; controlPlane?: object }
      >;
      const address = clusters["east"]?.gatewayAddress ?? "";
      assert.deepEqual(clusters["edge"]?.controlPlane, {
        primary: "east",
        address,
        reason: `${address} is the gateway's IP; the Service istiod maps 443 to 15017 there`,
      });
    });

    it("moves to Helm in place, the remote included: nothing is replaced, and no request fails", async () => {
      const before = await Promise.all(mesh().clusters.map((one) => identities(one)));
      editStack(
        mesh(),
        ...byHelm,
        // With it istiod becomes another in the same step.
        [["tuning"], { istiod: { resources: { requests: { cpu: "400m" } } } }],
      );
      await underTraffic(mesh(), () => mesh().stack.up());
      assert.deepEqual(await Promise.all(mesh().clusters.map((one) => identities(one))), before);
      await expectInSync(east(), ["edge"]);
      await restart(edge(), sampleNamespace, "echo");
      await sampleOf(mesh());
    });

    // Its proxies and its webhook reach istiod through the primary's gateway alone.
    defaultDenySuite(mesh, ["east"]);
  });
}
