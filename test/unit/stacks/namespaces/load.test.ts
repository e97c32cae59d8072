import assert from "node:assert/strict";
import { LoadingClusters } from "../../../support/loading-clusters";

const labelled = "/api/v1/namespaces?labelSelector=istio-injection";
const web = {
  metadata: {
    name: "web",
    labels: { "istio-injection": "enabled" },
    managedFields: [
      {
        manager: "kubectl-label",
        fieldsV1: { "f:metadata": { "f:labels": { "f:istio-injection": {} } } },
      },
    ],
  },
};
const found = { status: 200, body: JSON.stringify({ items: [web] }) };
const forbidden = { status: 403, body: "canary" };

describe("a stack's namespaces, of what its clusters have", () => {
  const clusters = new LoadingClusters();
  beforeEach(() => clusters.begin());
  afterEach(() => clusters.end());
  after(() => clusters.remove());

  const config = (...namespaces: readonly object[]) => ({ namespaces: JSON.stringify(namespaces) });
  const byRevision = { name: "web", injection: "default" };
  const label = (cluster: string) =>
    `"default", but namespace "web" of cluster "${cluster}" has the label istio-injection=enabled, set by kubectl-label, which wins; remove it: kubectl label namespace web istio-injection-`;

  it("are refused, by their place in the config, on each cluster where a label would win", async () => {
    await clusters.start({ [labelled]: found }, {});
    assert.deepEqual(await clusters.problems({}, config({ name: "legacy" }, byRevision)), [
      `istio-mesh:namespaces[1].injection: ${label("c0")}`,
    ]);
    assert.deepEqual(clusters.registered, []);
  });

  it("are not asked for where none asks for a revision or a tag", async () => {
    const servers = await clusters.start({ [labelled]: found }, { [labelled]: found });
    const elsewhere = { ...byRevision, clusters: ["c1"] };
    const others = [{ name: "legacy", injection: "disabled" }, { name: "shop" }];
    assert.deepEqual(await clusters.problems({}, config(elsewhere, ...others)), [
      `istio-mesh:namespaces[0].injection: ${label("c1")}`,
    ]);
    assert.deepEqual(
      servers.map(({ requests }) => requests.filter((one) => one.path === labelled).length),
      [0, 1],
    );
  });

  it("cannot be told of where a cluster forbids it, by the path of that cluster's kubeconfig", async () => {
    const [server] = await clusters.start({ [labelled]: forbidden });
    assert.deepEqual(await clusters.problems({}, config(byRevision)), [
      `istio-mesh:clusters[0].kubeconfig: ${server?.server ?? ""} answers 403 when asked for namespaces?labelSelector=istio-injection, give the kubeconfig's user the right to get it`,
    ]);
  });

  it("are for up to tell where a cluster forbids it to a preview, which warns", async () => {
    await clusters.begin({}, { preview: true });
    const [server] = await clusters.start({ [labelled]: forbidden });
    const { warnings } = await clusters.load({}, config(byRevision));
    assert.deepEqual(
      warnings.map((one) => `${one.path}: ${one.message}`).filter((one) => one.includes("403")),
      [
        `istio-mesh:clusters[0].kubeconfig: ${server?.server ?? ""} answers 403 when asked for namespaces?labelSelector=istio-injection, give the kubeconfig's user the right to get it; up asks for it, this preview cannot tell whether namespaces can become what the config says`,
      ],
    );
  });

  const front = "/api/v1/namespaces/front";
  const gateways = JSON.stringify([
    { name: "out", kind: "egress" },
    { name: "public", kind: "ingress", namespace: "front", clusters: ["c1"] },
    { name: "private", kind: "ingress", namespace: "front" },
  ]);
  const taken = { status: 200, body: JSON.stringify({ metadata: { name: "front" } }) };
  const mine = (cluster: string) =>
    `"front" is on cluster "${cluster}" already, and the stack would delete it with all that is in it when its last gateway there goes; name another, which the stack makes, or leave this one to it: kubectl annotate namespace front istio-mesh/made-for=gateways`;

  it("are refused for gateways where they are somebody else's, once, by the first that names them", async () => {
    const servers = await clusters.start({ [front]: taken }, { [front]: taken });
    assert.deepEqual(await clusters.problems({}, { gateways }), [
      `istio-mesh:gateways[2].namespace: ${mine("c0")}`,
      `istio-mesh:gateways[1].namespace: ${mine("c1")}`,
    ]);
    assert.deepEqual(
      servers.map(({ requests }) =>
        requests.map((one) => one.path).filter((one) => /namespaces\/[^/]+$/.test(one)),
      ),
      [[front], [front]],
    );
    assert.deepEqual(clusters.registered, []);
  });

  it("are fine for gateways where they are not there, or the stack's", async () => {
    const metadata = { name: "front", annotations: { "istio-mesh/made-for": "gateways" } };
    await clusters.start({}, { [front]: { status: 200, body: JSON.stringify({ metadata }) } });
    assert.deepEqual((await clusters.load({}, { gateways })).warnings, []);
  });

  it("are not named by what looks at the mesh when the stack has made them and deletes them now", async () => {
    const made = (name: string) => ({
      [`/api/v1/namespaces/${name}`]: {
        status: 200,
        body: JSON.stringify({
          metadata: { name, annotations: { "istio-mesh/made-for": "observability" } },
        }),
      },
    });
    const servers = await clusters.start(
      { ...made("watching"), ...made("logging"), ...made("boards") },
      made("watching"),
    );
    const query = { url: "http://thanos.monitoring:9090" };
    const observability = (metrics: object) =>
      JSON.stringify({
        metrics: { namespace: "watching", query, ...metrics },
        dashboards: { clusters: ["c0"], namespace: "boards" },
        kiali: {
          cluster: "c1",
          by: "chart",
          chart: { version: "2.21.0" },
          namespace: "watching",
          auth: { strategy: "anonymous" },
        },
      });
    const problem = (section: string, name: string, cluster: string) =>
      `istio-mesh:observability.${section}.namespace: "${name}" of cluster "${cluster}" was made for observability and goes with all that is in it, for nothing there has it made any more; name another, which stays`;
    const boards = problem("dashboards", "boards", "c0");
    const byChart = { observability: observability({ by: "chart" }) };
    assert.deepEqual(await clusters.problems({}, byChart), [boards]);
    const onOne = { observability: observability({ by: "chart", clusters: ["c0"] }) };
    assert.deepEqual(await clusters.problems({}, onOne), [
      boards,
      problem("kiali", "watching", "c1"),
    ]);
    assert.deepEqual(
      servers.map(({ requests }) => requests.some((one) => one.path.endsWith("/logging"))),
      [false, false],
    );
  });

  it("of gateways are for up to tell where a cluster forbids it to a preview, which warns", async () => {
    const [server] = await clusters.start({ [front]: forbidden });
    const own = JSON.stringify([{ name: "public", kind: "ingress", namespace: "front" }]);
    const message = `istio-mesh:clusters[0].kubeconfig: ${server?.server ?? ""} answers 403 when asked for namespaces/front, give the kubeconfig's user the right to get it`;
    assert.deepEqual(await clusters.problems({}, { gateways: own }), [message]);
    await clusters.begin({}, { preview: true });
    const { warnings } = await clusters.load({}, { gateways: own });
    assert.deepEqual(
      warnings.map((one) => `${one.path}: ${one.message}`).filter((one) => one.includes("403")),
      [
        `${message}; up asks for it, this preview cannot tell whether namespaces can become what the config says`,
      ],
    );
  });
});
