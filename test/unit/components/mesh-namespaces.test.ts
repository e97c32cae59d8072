import assert from "node:assert/strict";
import { recordMesh } from "../../support/mesh-recording";
import { remoteOnTwoNetworks } from "../../support/meshes";
import { isSecret, unwrap } from "../../support/secrets";

const patch = "kubernetes:core/v1:NamespacePatch";

describe("a user's namespace", function () {
  this.timeout(10_000);
  const config = { namespaces: [{ name: "web" }, { name: "legacy", injection: "disabled" }] };

  it("gets the stack's label, with a mark of whose it is, when what injects is there", async () => {
    const { find } = await recordMesh(remoteOnTwoNetworks, { config });
    const web = find(patch, "east-injection_web");
    assert.deepEqual(web.inputs["metadata"], {
      name: "web",
      labels: { "istio-injection": "enabled" },
      annotations: { "pulumi.com/patchForce": "true", "istio-mesh/injection": "enabled" },
    });
    assert.equal(web.cluster, "east");
    assert.deepEqual([...web.dependsOn].sort(), ["east-istiod-rollout", "east-revision-tag"]);
    const edge = find(patch, "edge-injection_legacy");
    assert.equal(edge.cluster, "edge");
    assert.deepEqual(edge.dependsOn, ["edge-injection"]);
    assert.deepEqual((edge.inputs["metadata"] as { labels: object }).labels, {
      "istio-injection": "disabled",
    });
  });
});

describe("the pull secrets of a mesh", function () {
  this.timeout(10_000);
  const secret = "kubernetes:core/v1:Secret";
  const text = '{"auths":{"registry.example.org":{"auth":"canary-of-a-registry"}}}';
  const config = {
    mesh: {
      id: "payments",
      version: "1.22.8",
      pullSecrets: [{ name: "made", dockerConfig: { secret: "docker" } }, { name: "there" }],
    },
    gateways: [{ name: "public", kind: "ingress", namespace: "front" }],
  };
  const record = () =>
    recordMesh(remoteOnTwoNetworks, { config, pullSecrets: new Map([["made", text]]) });

  it("are made where Istio's pods are, secret, before these pods", async () => {
    const { resources, find } = await record();
    const made = resources.filter(
      ({ type, inputs }) =>
        type === secret && (inputs["metadata"] as { name: string }).name === "made",
    );
    assert.deepEqual(
      made
        .map((one) => [one.cluster, (one.inputs["metadata"] as { namespace: string }).namespace])
        .sort(),
      ["east", "edge"].flatMap((cluster) => [
        [cluster, "front"],
        [cluster, "istio-operator"],
        [cluster, "istio-system"],
      ]),
    );
    for (const { inputs } of made) {
      assert.equal(inputs["type"], "kubernetes.io/dockerconfigjson");
      assert.ok(isSecret(inputs["data"]));
      const data = unwrap(inputs["data"]) as Record<string, string>;
      assert.equal(Buffer.from(data[".dockerconfigjson"] ?? "", "base64").toString(), text);
    }
    const operator = "kubernetes:install.istio.io/v1alpha1:IstioOperator";
    assert.ok(
      find(operator, "east-control-plane").dependsOn.includes(
        "east-pull-secrets_istio-system_made",
      ),
    );
    const gateway = find("kubernetes:apps/v1:Deployment", "east-public-deployment");
    assert.ok(gateway.dependsOn.includes("east-pull-secrets_front_made"));
  });

  it("are named to Istio, those that are there already as well", async () => {
    const { find } = await record();
    const chart = find("kubernetes:helm.sh/v4:Chart", "east-operator");
    assert.deepEqual(
      (unwrap(chart.inputs["values"]) as { imagePullSecrets: string[] }).imagePullSecrets,
      ["made", "there"],
    );
    const operator = "kubernetes:install.istio.io/v1alpha1:IstioOperator";
    const { values } = unwrap(find(operator, "east-control-plane").inputs["spec"]) as {
      values: { global: { imagePullSecrets: string[] } };
    };
    assert.deepEqual(values.global.imagePullSecrets, ["made", "there"]);
  });
});
