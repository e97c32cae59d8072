import assert from "node:assert/strict";
import { recordMesh } from "../../support/mesh-recording";
import { remoteOnTwoNetworks } from "../../support/meshes";

describe("a mesh's Telemetry", function () {
  this.timeout(10_000);
  const spec = { accessLogging: [{ providers: [{ name: "envoy" }] }] };
  const config = {
    observability: {
      telemetry: [
        { name: "default", spec },
        { name: "default", namespace: "web", spec: {} },
      ],
    },
  };
  const gateways = [{ name: "public", kind: "ingress", namespace: "web" }];

  it("is made on the primary when istiod is there to check it", async () => {
    const { resources } = await recordMesh(remoteOnTwoNetworks, { config });
    const made = resources
      .filter((one) => one.type.endsWith(":Telemetry") && "spec" in one.inputs)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    assert.deepEqual(
      made.map(({ type, name, cluster, inputs, dependsOn }) => ({
        type,
        name,
        cluster,
        spec: inputs["spec"],
        metadata: inputs["metadata"],
        dependsOn,
      })),
      ["istio-system", "web"].map((namespace, at) => ({
        type: "kubernetes:telemetry.istio.io/v1alpha1:Telemetry",
        name: `east-telemetry_${namespace}_default`,
        cluster: "east",
        spec: at === 0 ? spec : {},
        metadata: {
          namespace,
          name: "default",
          annotations: { "pulumi.com/patchForce": "true" },
        },
        dependsOn: ["east-istio-system", "east-istiod-rollout"],
      })),
    );
  });

  it("may be for a namespace that is made for gateways, when that is there", async () => {
    const { find } = await recordMesh(remoteOnTwoNetworks, { config: { ...config, gateways } });
    const type = "kubernetes:telemetry.istio.io/v1alpha1:Telemetry";
    assert.deepEqual(find(type, "east-telemetry_web_default").dependsOn, [
      "east-istiod-rollout",
      "east-namespace_web",
    ]);
  });
});
