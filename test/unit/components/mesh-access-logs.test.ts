import assert from "node:assert/strict";
import { recordMesh } from "../../support/mesh-recording";
import { base64, remoteOnTwoNetworks } from "../../support/meshes";
import { isSecret, unwrap } from "../../support/secrets";

const elasticsearch = {
  endpoints: ["https://es.example.org"],
  user: "writer",
  password: { secret: "esPassword" },
};

function recorded(logs: object) {
  return recordMesh(remoteOnTwoNetworks, {
    observabilitySecrets: new Map([["esPassword", "pa$word"]]),
    config: { observability: { logs } },
  });
}

describe("a mesh's access logs", function () {
  this.timeout(20_000);

  it("are collected on each cluster, remotes as well, by its own provider and with its own name", async () => {
    const { find, resources } = await recorded({ by: "bkLog", dataId: 1234 });
    for (const cluster of ["east", "edge"]) {
      const name = `${cluster}-access-logs-bk-log-config`;
      const made = find("kubernetes:bk.tencent.com/v1alpha1:BkLogConfig", name);
      assert.equal(made.cluster, cluster);
      assert.deepEqual(made.inputs["metadata"], {
        name: "istio-mesh-logs",
        namespace: "istio-system",
        annotations: { "pulumi.com/patchForce": "true" },
      });
      const { extMeta } = made.inputs["spec"] as { extMeta: object };
      assert.deepEqual(extMeta, { cluster });
    }
    assert.deepEqual(
      resources.filter((one) => one.name.endsWith("-access-logs-secret")),
      [],
    );
  });

  it("go out by a secret that is written as its reader takes it", async () => {
    const data = async (logs: object) => {
      const { find } = await recorded(logs);
      const { cluster, inputs } = find("kubernetes:core/v1:Secret", "edge-access-logs-secret");
      assert.equal(cluster, "edge");
      assert.ok(isSecret(inputs["data"]));
      const { namespace } = inputs["metadata"] as { namespace: string };
      return { namespace, data: unwrap(inputs["data"]) };
    };
    assert.deepEqual(await data({ by: "openTelemetry", backend: { elasticsearch } }), {
      namespace: "istio-system",
      data: { ELASTICSEARCH_PASSWORD: base64("pa$$word") },
    });
    assert.deepEqual(await data({ by: "fluentBit", elasticsearch }), {
      namespace: "fluent",
      data: { user: base64("writer"), password: base64("pa$word") },
    });
  });

  it("are objects of the whole cluster with Fluent Bit, of which the output follows the Secret", async () => {
    const { find } = await recorded({ by: "fluentBit", elasticsearch });
    const { inputs, dependsOn } = find(
      "kubernetes:fluentbit.fluent.io/v1alpha2:ClusterOutput",
      "edge-access-logs-cluster-output",
    );
    assert.deepEqual(inputs["metadata"], {
      name: "istio-mesh-logs",
      labels: { "fluentbit.fluent.io/enabled": "true" },
      annotations: { "pulumi.com/patchForce": "true", "istio-mesh/secret": "7" },
    });
    assert.deepEqual(dependsOn, ["edge-access-logs-secret", "edge-istio-system"]);
  });
});
