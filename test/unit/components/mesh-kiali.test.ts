import assert from "node:assert/strict";
import { parse } from "yaml";
import { canaries, leak, readerCaData } from "../../support/answers";
import { recordStack } from "../../support/mesh-recording";
import { base64, type Place, remoteOfOneOfTwo, stackConfig } from "../../support/meshes";
import type { Recorded } from "../../support/mocks";
import { isSecret, plainTexts, unwrap } from "../../support/secrets";

const metrics = { query: { url: "http://thanos.monitoring:9090" } };
const server = "https://west.internal:6443";
const places: readonly Place[] = remoteOfOneOfTwo.map(([name, network, more]) => [
  name,
  network,
  name === "west" ? { ...more, apiServer: { peers: { east: { server } } } } : more,
]);
const chart = { by: "chart", chart: { version: "2.21.0" } };
const chartType = "kubernetes:helm.sh/v4:Chart";

/** The mesh with a Kiali on east. */
async function record(other: object = {}, among: readonly Place[] = places) {
  const kiali = { cluster: "east", by: "operator", auth: { strategy: "anonymous" }, ...other };
  return recordStack(stackConfig(among, { observability: { metrics, kiali } }));
}

/** Resources of Kiali's, with their clusters. */
function listed(resources: readonly Recorded[]): string[] {
  return resources
    .filter((one) => /kiali/.test(one.name) && !one.type.startsWith("istio-mesh:"))
    .map(({ type, name, cluster }) => `${cluster ?? "-"}: ${type.split(":").at(-1) ?? ""} ${name}`)
    .sort();
}

describe("a mesh's Kiali", function () {
  this.timeout(10_000);

  it("is one, with an account of its own in each other cluster, and a secret of each in its own", async () => {
    const account = (cluster: string) => [
      `${cluster}: ClusterRole ${cluster}-kiali-account-cluster-role`,
      `${cluster}: ClusterRoleBinding ${cluster}-kiali-account-cluster-role-binding`,
      `${cluster}: Role ${cluster}-kiali-account-role`,
      `${cluster}: RoleBinding ${cluster}-kiali-account-role-binding`,
      `${cluster}: Secret ${cluster}-kiali-account-token`,
      `${cluster}: ServiceAccount ${cluster}-kiali-account`,
    ];
    assert.deepEqual(listed((await record()).resources), [
      "east: Kiali east-kiali",
      "east: Secret east-kiali-secret_edge",
      "east: Secret east-kiali-secret_west",
      ...account("edge"),
      ...account("west"),
    ]);
  });

  it("is told of the clusters when their secrets are there", async () => {
    const { find } = await record();
    const { inputs, dependsOn } = find("kubernetes:kiali.io/v1alpha1:Kiali", "east-kiali");
    const { clustering } = inputs["spec"] as { clustering: { clusters: object[] } };
    assert.deepEqual(clustering.clusters, [
      { name: "edge", secret_name: "kiali-remote-secret-edge" },
      { name: "west", secret_name: "kiali-remote-secret-west" },
    ]);
    assert.deepEqual(inputs["metadata"], {
      name: "kiali",
      namespace: "istio-system",
      annotations: { "pulumi.com/patchForce": "true" },
    });
    assert.deepEqual([...dependsOn].sort(), [
      "east-istio-system",
      "east-kiali-secret_edge",
      "east-kiali-secret_west",
    ]);
  });

  it("signs in to a cluster by its own token, where its cluster reaches the API server", async () => {
    const { find } = await record();
    const kubeconfigOf = (cluster: string) => {
      const { inputs } = find("kubernetes:core/v1:Secret", `east-kiali-secret_${cluster}`);
      const { [cluster]: value } = inputs["data"] as Record<string, unknown>;
      assert.ok(isSecret(value) || isSecret(inputs["data"]));
      assert.deepEqual((inputs["metadata"] as { labels: object }).labels, {
        "kiali.io/multiCluster": "true",
      });
      const data = unwrap(inputs["data"]) as Record<string, string>;
      assert.deepEqual(Object.keys(data), [cluster]);
      return parse(Buffer.from(data[cluster] ?? "", "base64").toString("utf8")) as {
        clusters: unknown;
        users: unknown;
      };
    };
    const { clusters, users } = kubeconfigOf("west");
    assert.deepEqual(clusters, [
      { name: "west", cluster: { "certificate-authority-data": readerCaData, server } },
    ]);
    assert.deepEqual(users, [{ name: "west", user: { token: canaries.token } }]);
    assert.deepEqual(kubeconfigOf("edge").clusters, [
      {
        name: "edge",
        cluster: {
          "certificate-authority-data": readerCaData,
          server: "https://edge.example:6443",
        },
      },
    ]);
  });

  it("has a token that is not Istio's readers', once the account may read", async () => {
    const { find } = await record();
    const token = find("kubernetes:core/v1:Secret", "edge-kiali-account-token");
    assert.deepEqual(token.inputs["metadata"], {
      name: "kiali-service-account",
      namespace: "istio-system",
      annotations: {
        "pulumi.com/patchForce": "true",
        "kubernetes.io/service-account.name": "kiali-service-account",
      },
    });
    assert.deepEqual([...token.dependsOn].sort(), [
      "edge-kiali-account",
      "edge-kiali-account-cluster-role-binding",
      "edge-kiali-account-role-binding",
    ]);
    const binding = find(
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
      "edge-kiali-account-cluster-role-binding",
    );
    assert.deepEqual(binding.inputs["subjects"], [
      { kind: "ServiceAccount", name: "kiali-service-account", namespace: "istio-system" },
    ]);
  });

  it("comes by its chart with the same config, which a preview shows", async () => {
    const { find } = await record(chart);
    const { cluster, inputs, dependsOn } = find(chartType, "east-kiali-chart");
    assert.equal(cluster, "east");
    const { values, ...others } = inputs;
    assert.deepEqual(others, {
      name: "kiali",
      namespace: "istio-system",
      chart: "kiali-server",
      version: "2.21.0",
      repositoryOpts: { repo: "https://kiali.org/helm-charts" },
    });
    const { clustering } = values as { clustering: { clusters: object[] } };
    assert.equal(clustering.clusters.length, 2);
    assert.deepEqual([...dependsOn].sort(), [
      "east-istio-system",
      "east-kiali-secret_edge",
      "east-kiali-secret_west",
      "east-kiali-signing-key-secret",
    ]);
  });

  it("signs sessions by a key that stays, in a Secret and nowhere else", async () => {
    const { find, resources } = await record(chart);
    const secret = find("kubernetes:core/v1:Secret", "east-kiali-signing-key-secret");
    assert.equal(secret.cluster, "east");
    assert.deepEqual(secret.inputs["metadata"], {
      name: "kiali-login-token-signing-key",
      namespace: "istio-system",
      annotations: { "pulumi.com/patchForce": "true" },
    });
    assert.ok(isSecret(secret.inputs["data"]));
    assert.deepEqual(unwrap(secret.inputs["data"]), { "value.txt": base64(canaries.password) });
    const others = resources.filter((one) => !one.type.endsWith(":Secret"));
    assert.ok(!JSON.stringify(others).includes(canaries.password));
    const texts = resources.flatMap((one) => plainTexts(one.inputs));
    assert.deepEqual(
      texts.filter((one) => leak.test(one)),
      [],
    );
  });

  it("is rendered elsewhere while its cluster is in maintenance", async () => {
    const away = places.map(([name, network, more]): Place => [
      name,
      network,
      name === "east" ? { ...more, maintenance: true } : more,
    ]);
    const { find } = await record(chart, away);
    assert.equal(find(chartType, "east-kiali-chart").cluster, "east-renderer");
  });
});
