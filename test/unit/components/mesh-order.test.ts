import assert from "node:assert/strict";
import { recordMesh, remoteOfEach } from "../../support/mesh-recording";
import { type Place, remoteOfOneOfTwo, twoNetworks } from "../../support/meshes";

const istioOperator = "kubernetes:install.istio.io/v1alpha1:IstioOperator";
const secret = "kubernetes:core/v1:Secret";
const deployment = "kubernetes:apps/v1:Deployment";
const injection = "kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfigurationPatch";
const revisionTag = "kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfiguration";

/** What the engine knows that a resource needs, and that stays until it is gone. */
const needs = async (places: readonly Place[], type: string, name: string) =>
  (await recordMesh(places)).find(type, name).dependsOn;

describe("the order inside a primary", function () {
  this.timeout(10_000);

  it("has the operator come when the namespaces and the definition that it watches are there", async () => {
    const chart = "kubernetes:helm.sh/v4:Chart";
    assert.deepEqual(await needs(twoNetworks, chart, "east-operator"), [
      "east-istio-system",
      "east-operator-definition",
      "east-operator-namespace",
    ]);
  });

  it("has istiod start after its authority and its operator, and end before the trust bundle does", async () => {
    assert.deepEqual(await needs(twoNetworks, istioOperator, "east-control-plane"), [
      "east-intermediate-ca-cacerts",
      "east-operator",
      "east-trust-bundle-default",
      "east-trust-bundle-kube-system",
    ]);
  });

  it("has the rollout awaited, and the revision tag taken over, after the IstioOperator is applied", async () => {
    const patch = "kubernetes:apps/v1:DeploymentPatch";
    assert.deepEqual(await needs(twoNetworks, patch, "east-istiod-rollout"), [
      "east-control-plane",
    ]);
    assert.deepEqual(await needs(twoNetworks, revisionTag, "east-revision-tag"), [
      "east-control-plane",
      "east-istio-system",
    ]);
  });

  it("has the gateway's pods injected by the istiod that was rolled out, through the tag", async () => {
    assert.deepEqual(await needs(twoNetworks, deployment, "east-gateway-deployment"), [
      "east-gateway-role-binding",
      "east-istiod-rollout",
      "east-revision-tag",
    ]);
  });

  it("lets traffic in when the gateway is there", async () => {
    const objects = [
      ["kubernetes:networking.istio.io/v1beta1:Gateway", "east-exposure-cross-network-gateway"],
      ["kubernetes:networking.istio.io/v1beta1:Gateway", "east-exposure-istiod-gateway"],
      ["kubernetes:networking.istio.io/v1beta1:VirtualService", "east-exposure-istiod-vs"],
    ] as const;
    for (const [type, name] of objects) {
      assert.deepEqual(await needs(remoteOfOneOfTwo, type, name), [
        "east-gateway-deployment",
        "east-gateway-service",
        "east-istiod-rollout",
      ]);
    }
  });

  it("has the reader's token made when its account is", async () => {
    assert.deepEqual(await needs(twoNetworks, secret, "east-reader"), ["east-control-plane"]);
  });
});

describe("the order inside a remote", function () {
  this.timeout(10_000);

  it("has the operator find the revision tag switched off, and the primary's istiod reachable", async () => {
    assert.deepEqual(await needs(remoteOfOneOfTwo, istioOperator, "edge-control-plane"), [
      "east-exposure-cross-network-gateway",
      "east-exposure-istiod-gateway",
      "east-exposure-istiod-vs",
      "east-gateway-deployment",
      "east-gateway-service",
      "east-istiod-rollout",
      "edge-operator",
      "edge-revision-tag",
      "edge-trust-bundle-default",
      "edge-trust-bundle-kube-system",
    ]);
    assert.deepEqual(await needs(remoteOfOneOfTwo, revisionTag, "edge-revision-tag"), [
      "edge-istio-system",
    ]);
  });

  it("has the gateway and the webhook stay no longer than the IstioOperator, whatever they await", async () => {
    assert.deepEqual(await needs(remoteOfOneOfTwo, injection, "edge-injection"), [
      "east-gateway-service",
      "edge-control-plane",
    ]);
    assert.deepEqual(await needs(remoteOfOneOfTwo, deployment, "edge-gateway-deployment"), [
      "edge-control-plane",
      "edge-gateway-role-binding",
    ]);
  });
});

describe("the order between clusters", function () {
  this.timeout(10_000);

  it("has other primaries learn of a cluster when what stands behind its endpoints is there", async () => {
    const stands = (name: string) => [
      `${name}-exposure-cross-network-gateway`,
      `${name}-gateway-deployment`,
      `${name}-gateway-service`,
      `${name}-istiod-rollout`,
      `${name}-reader`,
    ];
    assert.deepEqual(
      await needs(twoNetworks, secret, "east-into_west"),
      [...stands("east"), "west-istio-system"].sort(),
    );
    assert.deepEqual(await needs(remoteOfOneOfTwo, secret, "edge-into_west"), [
      "edge-gateway-deployment",
      "edge-gateway-service",
      "edge-injection",
      "edge-reader",
      "west-istio-system",
    ]);
  });

  it("has a primary learn of its own remote as soon as there is a token", async () => {
    assert.deepEqual(await needs(remoteOfOneOfTwo, secret, "edge-into_east"), [
      "east-istio-system",
      "edge-reader",
    ]);
  });

  it("is no other than that, and that a remote comes after its primary", async () => {
    const { resources } = await recordMesh(remoteOfEach);
    const crossing = resources
      .filter(({ name }) => !name.includes("-into_"))
      .flatMap(({ name, cluster, dependsOn }) =>
        dependsOn
          .map((other) => other.split("-")[0] ?? "")
          .filter((owner) => cluster !== undefined && ![cluster, "payments"].includes(owner))
          .map((owner) => `${name} on ${owner}`),
      );
    assert.deepEqual([...new Set(crossing)].sort(), [
      "edge-control-plane on east",
      "edge-injection on east",
      "wing-control-plane on west",
      "wing-injection on west",
    ]);
  });
});
