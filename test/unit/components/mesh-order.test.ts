import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { recordMesh } from "../../support/mesh-recording";
import { oneCluster, oneNetwork, type Place, twoNetworks } from "../../support/meshes";
import { settled } from "../../support/mocks";

const protectedNames = async (config: Readonly<Record<string, unknown>> = {}) => {
  const { resources } = await recordMesh(twoNetworks, { config });
  return resources.filter(({ protect }) => protect).map(({ name }) => name);
};

describe("a mesh's root", function () {
  this.timeout(10_000);

  it("is protected from deletion, its key and its certificate and nothing else", async () => {
    assert.deepEqual(await protectedNames(), ["payments-root-ca-key", "payments-root-ca"]);
  });

  it("is not protected where the config says so", async () => {
    assert.deepEqual(await protectedNames({ certificates: { protect: false } }), []);
  });

  it("and the intermediates live as long as the config says", async () => {
    const certificates = { rootValidityDays: 20, intermediateValidityDays: 10, algorithm: "RSA" };
    const { find } = await recordMesh(twoNetworks, { config: { certificates } });
    const root = find("tls:index/selfSignedCert:SelfSignedCert", "payments-root-ca");
    assert.equal(root.inputs["validityPeriodHours"], 480);
    for (const name of ["east-intermediate-ca", "west-intermediate-ca"]) {
      const { inputs } = find("tls:index/locallySignedCert:LocallySignedCert", name);
      assert.equal(inputs["validityPeriodHours"], 240);
      assert.equal(inputs["maxPathLength"], 0);
      const key = find("tls:index/privateKey:PrivateKey", `${name}-key`);
      assert.deepEqual(key.inputs, { algorithm: "RSA", rsaBits: 4096 });
    }
  });
});

describe("the order inside a cluster", function () {
  this.timeout(10_000);

  const waits = async (places: readonly Place[], type: string, name: string) =>
    [...(await recordMesh(places)).find(type, name).dependsOn].sort();

  it("has istiod start after its authority and its operator, and end before the trust bundle does", async () => {
    const type = "kubernetes:install.istio.io/v1alpha1:IstioOperator";
    assert.deepEqual(await waits(twoNetworks, type, "east-control-plane"), [
      "east-intermediate-ca-cacerts",
      "east-operator",
      "east-trust-bundle-default",
      "east-trust-bundle-kube-system",
    ]);
  });

  it("has the rollout awaited after the IstioOperator is applied", async () => {
    const type = "kubernetes:apps/v1:DeploymentPatch";
    assert.deepEqual(await waits(twoNetworks, type, "east-control-plane-rollout"), [
      "east-control-plane",
    ]);
  });

  it("has the gateway's pods injected by the control plane that was rolled out", async () => {
    const type = "kubernetes:apps/v1:Deployment";
    assert.deepEqual(await waits(twoNetworks, type, "east-gateway-deployment"), [
      "east-control-plane-rollout",
      "east-gateway-role-binding",
    ]);
  });

  it("lets traffic in when the gateway is there", async () => {
    const type = "kubernetes:networking.istio.io/v1beta1:Gateway";
    assert.deepEqual(await waits(twoNetworks, type, "east-gateway-exposure"), [
      "east-control-plane-rollout",
      "east-gateway-deployment",
      "east-gateway-service",
    ]);
  });

  it("gives out the reader's token when its endpoints can be reached", async () => {
    const type = "kubernetes:core/v1:Secret";
    assert.deepEqual(await waits(twoNetworks, type, "east-reader"), [
      "east-control-plane-rollout",
      "east-gateway-exposure",
    ]);
    assert.deepEqual(await waits(oneNetwork, type, "east-reader"), ["east-control-plane-rollout"]);
  });

  it("is no order between clusters: none waits for a resource of another", async () => {
    const { resources } = await recordMesh(twoNetworks);
    const waiting = resources.filter(({ dependsOn }) => dependsOn.length > 0);
    assert.ok(waiting.length > 10);
    for (const { name, cluster, dependsOn } of waiting) {
      for (const other of dependsOn) {
        assert.equal(other.split("-")[0], cluster, `${name} waits for ${other}`);
      }
    }
  });
});

describe("the outputs of a mesh", function () {
  this.timeout(10_000);

  it("tell of each cluster what the config does not", async () => {
    const { result } = await recordMesh(twoNetworks);
    const clusters = await settled(pulumi.output(result.clusters));
    const { intermediate, ...east } = clusters["east"] ?? {};
    assert.deepEqual(east, {
      role: "primary",
      network: "net-east",
      istiodVersion: "1.22.8",
      revision: "default",
      gatewayAddress: "ip-of-east-gateway-service",
    });
    assert.deepEqual(Object.keys(intermediate as object), ["fingerprint", "expires"]);
    assert.match(result.topology, /^flowchart LR\n {2}subgraph mesh\["mesh payments"\]/);
  });

  it("have no gateway's address where there is none", async () => {
    const { result } = await recordMesh(oneCluster);
    assert.equal(result.clusters["east"]?.gatewayAddress, undefined);
  });
});
