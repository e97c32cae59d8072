import assert from "node:assert/strict";
import { LoadingClusters } from "../../../support/loading-clusters";

const ofKubernetes = (version: object) => ({
  "/version": { status: 200, body: JSON.stringify(version) },
});
const istiods = "/apis/apps/v1/namespaces/istio-system/deployments?labelSelector=app%3Distiod";
const proxies =
  "/api/v1/pods?labelSelector=service.istio.io%2Fcanonical-name&fieldSelector=status.phase%21%3DSucceeded%2Cstatus.phase%21%3DFailed";
const list = (...items: readonly object[]) => ({ status: 200, body: JSON.stringify({ items }) });

describe("a stack's control planes, of what its clusters have", () => {
  const clusters = new LoadingClusters();
  beforeEach(() => clusters.begin());
  afterEach(() => clusters.end());
  after(() => clusters.remove());

  const config = (version: string, other: object = {}) => ({
    mesh: JSON.stringify({ id: "payments", version, installer: "helm" }),
    ...Object.fromEntries(Object.entries(other).map(([key, one]) => [key, JSON.stringify(one)])),
  });
  const warnings = async (version: string, other: object = {}) =>
    (await clusters.load({}, config(version, other))).warnings.map(
      (one) => `${one.path}: ${one.message}`,
    );

  it("are warned of on a Kubernetes that is older than theirs, each by the key of its version", async () => {
    await clusters.start(
      ofKubernetes({ major: "1", minor: "26" }),
      ofKubernetes({ major: "1", minor: "27+" }),
    );
    assert.deepEqual(
      await warnings("1.23.4", { upgrade: { version: "1.24.1", revision: "1-24-1" } }),
      [
        'istio-mesh:mesh.version: Istio 1.23 is for Kubernetes 1.27 to 1.30, cluster "c0" has 1.26',
        'istio-mesh:upgrade.version: Istio 1.24 is for Kubernetes 1.28 to 1.31, cluster "c0" has 1.26',
        'istio-mesh:upgrade.version: Istio 1.24 is for Kubernetes 1.28 to 1.31, cluster "c1" has 1.27',
      ],
    );
  });

  it("need no warning on theirs, on a newer one, and on one that does not tell what it is", async () => {
    const forbidden = { "/version": { status: 403, body: "canary" } };
    for (const version of [{ minor: "28" }, { minor: "99" }, { minor: "" }, {}]) {
      await clusters.start(ofKubernetes(version));
      assert.deepEqual(await warnings("1.24.1"), []);
      await clusters.end();
      await clusters.begin();
    }
    await clusters.start(forbidden);
    assert.deepEqual(await warnings("1.24.1"), []);
  });

  it("do not leave behind the proxies of a remote either, whose primary tells what runs", async () => {
    const image = (name: string, image: string) => ({ containers: [{ name, image }] });
    const istiod = {
      metadata: { annotations: { "istio-mesh/plan": "0123" } },
      spec: { template: { spec: image("discovery", "istio/pilot:1.22.8") } },
    };
    const web = {
      metadata: {
        name: "web-1",
        namespace: "payments",
        annotations: { "sidecar.istio.io/status": '{"revision":"default"}' },
      },
      spec: image("istio-proxy", "istio/proxyv2:1.21.6"),
    };
    await clusters.start({ [istiods]: list(istiod) }, { [proxies]: list(web) });
    clusters.more = [{ network: "a" }, { network: "b", primary: "c0" }];
    assert.deepEqual(await clusters.problems({}, config("1.23.4")), [
      'istio-mesh:mesh.version: 1.23.4 is more than one minor version from proxies of cluster "c1": payments/web-1 (1.21.6); restart them first, which gives them the version that runs now: kubectl rollout restart',
    ]);
  });
});
