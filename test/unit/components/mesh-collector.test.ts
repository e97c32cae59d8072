import assert from "node:assert/strict";
import { parse } from "yaml";
import { recordMesh } from "../../support/mesh-recording";
import { base64, remoteOnTwoNetworks } from "../../support/meshes";
import { isSecret, unwrap } from "../../support/secrets";

const elasticsearch = {
  endpoints: ["https://es.example.org:9200"],
  user: "writer",
  password: { secret: "esPassword" },
};
const password = "pa$$word${HOME}";

function recorded(
  collector: object = {},
  observabilitySecrets = new Map([["esPassword", password]]),
) {
  return recordMesh(remoteOnTwoNetworks, {
    observabilitySecrets,
    config: {
      mesh: {
        id: "payments",
        version: "1.22.8",
        pullSecrets: [{ name: "hub", dockerConfig: { secret: "hubConfig" } }],
      },
      observability: { traces: { backend: { elasticsearch }, collector } },
    },
    pullSecrets: new Map([["hub", '{"auths":{}}']]),
  });
}

describe("a mesh's collectors of traces", function () {
  this.timeout(20_000);

  it("are one for each cluster, remotes as well, in a namespace of their own that is not injected", async () => {
    const { resources, find } = await recorded();
    for (const cluster of ["east", "edge"]) {
      const name = `${cluster}-collector`;
      const home = `${cluster}-namespace_istio-tracing`;
      const made = resources.filter(
        (one) => one.name.startsWith(name) && one.cluster !== undefined,
      );
      assert.deepEqual(
        made
          .map((one) => [one.name.slice(name.length), one.cluster, one.dependsOn] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
        [
          ["-account", cluster, [home]],
          ["-config", cluster, [home]],
          [
            "-deployment",
            cluster,
            [`${name}-account`, `${name}-config`, `${name}-pull-secrets_hub`, `${name}-secret`],
          ],
          ["-pull-secrets_hub", cluster, [home]],
          ["-secret", cluster, [home]],
          ["-service", cluster, [home]],
        ],
      );
      const namespace = find("kubernetes:core/v1:Namespace", home);
      assert.deepEqual(namespace.inputs["metadata"], {
        name: "istio-tracing",
        labels: { "istio-injection": "disabled" },
        annotations: { "pulumi.com/patchForce": "true", "istio-mesh/made-for": "observability" },
      });
    }
  });

  it("say of which cluster their spans are, and keep the password out of the config", async () => {
    const { find } = await recorded();
    for (const cluster of ["east", "edge"]) {
      const { inputs } = find("kubernetes:core/v1:ConfigMap", `${cluster}-collector-config`);
      const data = inputs["data"] as Record<string, string>;
      const config = parse(data["config.yaml"] ?? "") as {
        processors: { resource: { attributes: object[] } };
        exporters: { elasticsearch: { password: string } };
      };
      assert.deepEqual(config.processors.resource.attributes, [
        { key: "k8s.cluster.name", value: cluster, action: "upsert" },
      ]);
      assert.equal(config.exporters.elasticsearch.password, "${env:ELASTICSEARCH_PASSWORD}");
    }
  });

  it("have the password from a Secret, which nobody reads in the state, written so that it is taken as it is", async () => {
    const { find } = await recorded();
    const { inputs } = find("kubernetes:core/v1:Secret", "east-collector-secret");
    assert.ok(isSecret(inputs["data"]));
    assert.deepEqual(unwrap(inputs["data"]), {
      ELASTICSEARCH_PASSWORD: base64("pa$$$$word$${HOME}"),
    });
  });

  it("start again with another Secret, of which they tell the version alone", async () => {
    const { find } = await recorded();
    const { inputs } = find("kubernetes:apps/v1:Deployment", "east-collector-deployment");
    const { template } = inputs["spec"] as {
      template: {
        metadata: { annotations: Record<string, string> };
        spec: { imagePullSecrets: object[] };
      };
    };
    assert.equal(template.metadata.annotations["istio-mesh/secret"], "7");
    assert.match(template.metadata.annotations["istio-mesh/config"] ?? "", /^[0-9a-f]{16}$/);
    assert.deepEqual(template.spec.imagePullSecrets, [{ name: "hub" }]);
  });

  it("keep one pod while nodes are drained, if they have another: with one a drain would wait for ever", async () => {
    const budgetsOf = async (collector: object) => {
      const { resources } = await recorded(collector);
      return resources.filter((one) => one.type === "kubernetes:policy/v1:PodDisruptionBudget");
    };
    const ofCollectors = (await budgetsOf({ replicas: 2 })).filter((one) =>
      one.name.endsWith("-collector-disruption-budget"),
    );
    assert.deepEqual(
      ofCollectors.map(({ cluster, inputs, dependsOn }) => [
        cluster,
        inputs["metadata"],
        inputs["spec"],
        dependsOn,
      ]),
      ["east", "edge"].map((cluster) => [
        cluster,
        {
          name: "istio-mesh-collector",
          namespace: "istio-tracing",
          labels: { app: "istio-mesh-collector" },
          annotations: { "pulumi.com/patchForce": "true" },
        },
        { minAvailable: 1, selector: { matchLabels: { app: "istio-mesh-collector" } } },
        [`${cluster}-namespace_istio-tracing`],
      ]),
    );
    assert.deepEqual(
      (await budgetsOf({ replicas: 1 })).filter((one) => one.name.includes("-collector-")),
      [],
    );
  });

  it("may be in Istio's namespace, which stays as it is", async () => {
    const { resources, find } = await recorded({ namespace: "istio-system" });
    assert.deepEqual(
      resources.filter((one) => /-namespace_|collector-pull-secrets/.test(one.name)),
      [],
    );
    const { dependsOn } = find("kubernetes:core/v1:Service", "east-collector-service");
    assert.deepEqual(dependsOn, ["east-istio-system"]);
  });
});
