import assert from "node:assert/strict";
import { planMesh } from "../../../../../stacks/mesh-plan";
import { kialiNeeds } from "../../../../../stacks/observability/kiali/needs";
import { kialiProblems } from "../../../../../stacks/observability/kiali/problems";
import { kialiSchema } from "../../../../../stacks/observability/kiali/schema";
import { kialiPlan } from "../../../../support/kiali-plan";
import { type Place, rawConfig, stackConfig, twoNetworks } from "../../../../support/meshes";
import { problems } from "../../../../support/problems";

const kiali = { cluster: "east", by: "operator", auth: { strategy: "anonymous" } };
const metrics = { query: { url: "http://thanos.monitoring:9090" } };
const key = "istio-mesh:observability";

/** Problems of Kiali in an otherwise good config, without the path of its section. */
function found(other: object, names: readonly string[] = ["east", "west"]): string[] {
  const observability = { metrics, kiali: { ...kiali, ...other } };
  return kialiProblems(observability, names, key).map(({ path, message }) =>
    `${path}: ${message}`.replace(`${key}.kiali.`, ""),
  );
}

/** The plan of the mesh's Kiali. */
function planned(other: object, places: readonly Place[] = twoNetworks) {
  const observability = { metrics, kiali: { ...kiali, ...other } };
  return planMesh(stackConfig(places, { observability })).kiali;
}

describe("the Kiali of a mesh, in its config", () => {
  it("is where the config says, and asks the one address for metrics", () => {
    assert.equal(planMesh(stackConfig(twoNetworks)).kiali, undefined);
    assert.deepEqual(planned({}), kialiPlan);
  });

  it("reaches every other cluster, remotes too, where the config says that its own cluster does", () => {
    const server = "https://west.example:6443";
    const places: readonly Place[] = [
      [
        "west",
        "net-west",
        { apiServer: { server, peers: { east: { server: "https://10.0.0.1:6443" } } } },
      ],
      ["east", "net-east"],
      ["edge", "net-east", { primary: "east" }],
    ];
    assert.deepEqual(planned({}, places)?.watches, [
      { cluster: "edge", server: undefined, caData: undefined },
      { cluster: "west", server: "https://10.0.0.1:6443", caData: undefined },
    ]);
    assert.deepEqual(
      planned({ cluster: "edge" }, places)?.watches.map((one) => [one.cluster, one.server]),
      [
        ["east", undefined],
        ["west", server],
      ],
    );
  });

  it("is installed by its operator, or by its chart from a repository or a path", () => {
    const installers = [
      { by: "operator", version: "v2.21" },
      { by: "chart", chart: { version: "2.21.0" } },
      { by: "chart", chart: { repository: "https://charts.example.org", version: "2.21.0" } },
      { by: "chart", chart: { path: "charts/kiali-server" } },
    ].map((one) => planned(one)?.installer);
    assert.deepEqual(installers, [
      { by: "operator", version: "v2.21" },
      {
        by: "chart",
        reference: {
          chart: "kiali-server",
          version: "2.21.0",
          repository: "https://kiali.org/helm-charts",
        },
      },
      {
        by: "chart",
        reference: {
          chart: "kiali-server",
          version: "2.21.0",
          repository: "https://charts.example.org",
        },
      },
      { by: "chart", reference: { chart: "charts/kiali-server" } },
    ]);
  });

  it("knows the control plane that its cluster's workloads have", () => {
    const config = stackConfig(twoNetworks, {
      mesh: { id: "payments", version: "1.22.8", installer: "helm" },
      upgrade: { version: "1.23.4", revision: "1-23-4", clusters: ["east"] },
      tags: { default: "1-23-4" },
      observability: { kiali },
    });
    assert.equal(planMesh(config).kiali?.revision, "1-23-4");
  });

  it("needs its kind on its own cluster alone, and none from its chart", () => {
    const byOperator = kialiSchema.parse(kiali);
    assert.deepEqual(kialiNeeds(byOperator, "east", key), [
      {
        path: "istio-mesh:observability.kiali.by",
        apiVersion: "kiali.io/v1alpha1",
        kind: "Kiali",
        broughtBy: "Kiali's operator (https://kiali.io/docs/installation/installation-guide/)",
      },
    ]);
    assert.deepEqual(kialiNeeds(byOperator, "west", key), []);
    const chart = { by: "chart", chart: { path: "charts/kiali-server" } };
    const byChart = kialiSchema.parse({ ...kiali, ...chart });
    assert.deepEqual(kialiNeeds(byChart, "east", key), []);
    assert.deepEqual(kialiNeeds(undefined, "east", key), []);
  });
});

describe("what is wrong with the Kiali of a mesh", () => {
  it("is nothing, if it has a cluster, an address and a way to sign in", () => {
    assert.deepEqual(found({}), []);
    const openid = { issuer: "https://id.example.org", clientId: "kiali" };
    assert.deepEqual(found({ auth: { strategy: "openid", openid } }), []);
    assert.deepEqual(found({ by: "chart", chart: { version: "2.21.0" } }), []);
    assert.deepEqual(found({ spec: { deployment: { replicas: 2 } } }), []);
  });

  it("is a cluster that the mesh does not have", () => {
    assert.deepEqual(found({ cluster: "est" }), [
      'cluster: unknown cluster "est", expected one of east, west',
    ]);
  });

  it("is that nothing says where metrics are", () => {
    assert.deepEqual(problems(rawConfig(twoNetworks, { observability: { kiali } })), [
      `${key}.metrics.query.url: missing, though ${key}.kiali is given: say where Kiali asks for the metrics of all clusters`,
    ]);
  });

  it("is a chart without its place or version, or what the other installer would take", () => {
    assert.deepEqual(found({ by: "chart", version: "v2.21" }), [
      "chart: missing for by: chart, give { version } or { path }",
      "version: is for by: operator, take it out: a chart has the version of its Kiali",
    ]);
    assert.deepEqual(found({ chart: { path: "charts/kiali-server" } }), [
      "chart: is for by: chart, take it out or change by",
    ]);
  });

  it("is OpenID without a provider or client, or beside another strategy", () => {
    assert.deepEqual(found({ auth: { strategy: "openid" } }), [
      "auth.openid.issuer: missing for strategy openid, give what the provider says",
      "auth.openid.clientId: missing for strategy openid, give what the provider says",
    ]);
    assert.deepEqual(found({ auth: { strategy: "anonymous", openid: { clientId: "kiali" } } }), [
      'auth.openid: is for strategy openid, got strategy "anonymous"; take it out or change the strategy',
    ]);
  });

  it("is a way to sign in that opens one cluster alone", () => {
    assert.deepEqual(found({ auth: { strategy: "token" } }), [
      'auth.strategy: "token" is for a mesh of one cluster, expected one of anonymous, openid, openshift',
    ]);
    assert.deepEqual(found({ auth: { strategy: "token" } }, ["east"]), []);
  });

  it("is a word of Kiali's for what the config says already", () => {
    const spec = {
      clustering: { clusters: [] },
      external_services: { prometheus: { url: "http://other:9090", query_scope: { a: "b" } } },
    };
    assert.deepEqual(found({ spec }), [
      "spec.clustering: is said by the clusters of the mesh, take it out here",
      "spec.external_services.prometheus.url: is said by metrics.query.url, take it out here",
    ]);
  });

  it("is what is not well-formed", () => {
    const tracing = { url: "http://jaeger:16686", inClusterUrl: "http://user:canary@jaeger" };
    const raw = { ...kiali, by: "hand", chart: {}, grafana: { url: "grafana:3000" }, tracing };
    assert.deepEqual(
      problems(rawConfig(twoNetworks, { observability: { kiali: raw } })).map((one) =>
        one.replace(`${key}.kiali.`, ""),
      ),
      [
        'by: expected one of "operator"|"chart", got "hand"',
        "chart: expected { repository, version } or { path }, got {}",
        'grafana.url: expected a URL that begins with http:// or https://, without user or password, got "grafana:3000"',
        'tracing.inClusterUrl: expected a URL that begins with http:// or https://, without user or password, got "http://...@jaeger"',
      ],
    );
  });
});
