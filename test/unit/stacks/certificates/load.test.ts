import assert from "node:assert/strict";
import { type Authority, makeAuthority } from "../../../support/authorities";
import {
  answerOf,
  cacertsPath,
  fingerprintOf,
  istiodData,
  marked,
  trustBundle,
  trustBundlePath,
} from "../../../support/cacerts";
import { LoadingClusters } from "../../../support/loading-clusters";

const path = "istio-mesh:certificates";
const made = "ECDSA, 3650 days, O=Istio, OU=payments, CN=Root CA";

describe("a stack's authority, of what its clusters have", () => {
  let root: Authority;
  let own: Authority;
  const clusters = new LoadingClusters();

  before(async () => {
    root = await makeAuthority({ name: "Root" });
    own = await makeAuthority({ name: "Own", issuer: root });
  });
  beforeEach(() => clusters.begin());
  afterEach(() => clusters.end());
  after(() => clusters.remove());

  const data = () => istiodData({ own, roots: [root.cert] });
  const fingerprint = () => fingerprintOf(root.cert);
  /** A cluster with the root that a stack made by this name. */
  const stacks = (name: string) => ({
    [cacertsPath]: answerOf(marked(data(), { [name]: { fingerprint: fingerprint(), made } })),
    [trustBundlePath]: answerOf(trustBundle([root.cert])),
  });

  it("is asked of each cluster, with its credentials", async () => {
    const servers = await clusters.start({}, {});
    await clusters.load({});
    for (const [at, { requests }] of servers.entries()) {
      assert.deepEqual(
        requests.map((one) => `${one.authorization} ${one.path}`).sort(),
        [
          "/api/v1/namespaces/istio-system/configmaps/istio-ca-root-cert",
          cacertsPath,
          "/api/v1/namespaces/istio-system/serviceaccounts/istio-reader-service-account",
          "/api/v1/namespaces/kube-system/configmaps/istio-ca-root-cert",
          "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations?labelSelector=app%3Dsidecar-injector",
          "/apis/apps/v1/namespaces/istio-system/deployments?labelSelector=app%3Distiod",
          "/version",
          "/version",
        ].map((asked) => `Bearer c${at}-token ${asked}`),
      );
    }
    assert.deepEqual(clusters.registered, []);
  });

  it("knows no root on new clusters, and has nothing uploaded", async () => {
    await clusters.start({}, {});
    const { authority, warnings } = await clusters.load({});
    assert.equal(authority.knownRoots.size, 0);
    assert.equal(authority.material.roots.size, 0);
    assert.equal(authority.material.intermediates.size, 0);
    assert.deepEqual(warnings, []);
  });

  it("knows again the roots that the clusters have", async () => {
    await clusters.start({}, stacks("root"));
    const { authority } = await clusters.load({});
    assert.deepEqual([...authority.knownRoots], [["root", fingerprint()]]);
  });

  it("is refused where a cluster has a foreign root, and nothing is registered", async () => {
    await clusters.start({ [cacertsPath]: answerOf({ data: data() }) }, {});
    const title = `a root that the stack does not know (CN=Root, SHA-256 ${fingerprint()})`;
    assert.deepEqual(await clusters.problems({}), [
      `${path}.root: root "root" would sign, and is not trusted yet by c0 (trusts ${title}); keep certificates.root as it was and name the new root in certificates.rotation.to, phase trustBoth; if it is the same root, or may go: certificates.abandon: [${fingerprint()}]`,
      `${path}.root: ${title} is in use: it signs on c0, and would be trusted no more; keep it in certificates.root while a rotation goes on, or give it up by certificates.abandon: [${fingerprint()}], and workloads lose each other until they restart`,
    ]);
    assert.deepEqual(clusters.registered, []);
  });

  it("may give a foreign root up by its fingerprint", async () => {
    await clusters.start({ [cacertsPath]: answerOf({ data: data() }) });
    await clusters.load({ abandon: [fingerprint()] });
  });

  it("is refused under another name without a rotation", async () => {
    await clusters.start(stacks("root"));
    const found = await clusters.problems({ root: { name: "other" } });
    assert.deepEqual(
      found.map((one) => one.replace(/;.*/, "")),
      [
        `${path}.root: root "other" would sign, and is not trusted yet by c0 (trusts "root")`,
        `${path}.root: root "root" is in use: it signs on c0, and would be trusted no more`,
      ],
    );
  });

  it("cannot be told where a cluster forbids it, by the path of that cluster's kubeconfig", async () => {
    const [, forbidden] = await clusters.start(
      {},
      { [cacertsPath]: { status: 403, body: "canary" } },
    );
    assert.deepEqual(await clusters.problems({}), [
      `istio-mesh:clusters[1].kubeconfig: ${forbidden?.server ?? ""} answers 403 when asked for istio-system/secrets/cacerts, give the kubeconfig's user the right to get it`,
    ]);
    assert.deepEqual(clusters.registered, []);
  });

  it("is for up to tell where a cluster forbids it to a preview, which warns", async () => {
    await clusters.begin({}, { preview: true });
    const [forbidden] = await clusters.start({ [cacertsPath]: { status: 403, body: "" } });
    const { warnings } = await clusters.load({});
    assert.deepEqual(
      warnings.map((one) => `${one.path}: ${one.message}`).filter((one) => one.includes("403")),
      [
        `istio-mesh:clusters[0].kubeconfig: ${forbidden?.server ?? ""} answers 403 when asked for istio-system/secrets/cacerts, give the kubeconfig's user the right to get it; up asks for it, this preview cannot tell whether roots may change`,
      ],
    );
  });

  it("is refused together with what is wrong elsewhere, as far as it can be told", async () => {
    const [forbidden] = await clusters.start({ [cacertsPath]: { status: 403, body: "" } }, {});
    const found = await clusters.problems(
      { root: { upload: { cert: { path: "nowhere.pem" } } } },
      { eastWestGateway: JSON.stringify({ minReplicas: 9 }), spare: "canary" },
    );
    const keys =
      "mesh, clusters, certificates, eastWestGateway, gateways, tuning, charts, upgrade, tags, namespaces, security, observability";
    const offline = (at: number) =>
      `istio-mesh:clusters[${at}].intermediate.upload: missing, the key of root "root" is offline: give this primary an intermediate that the root has issued, or give ${path}'s root its key`;
    assert.deepEqual(found, [
      `istio-mesh:spare: unknown key, expected ${keys}, or a secret that mesh, clusters, certificates or observability name`,
      offline(0),
      offline(1),
      "istio-mesh:eastWestGateway.minReplicas: 9 is more than maxReplicas, which is 5",
      `${path}.root.upload.cert: file "nowhere.pem" does not exist`,
      `istio-mesh:clusters[0].kubeconfig: ${forbidden?.server ?? ""} answers 403 when asked for istio-system/secrets/cacerts, give the kubeconfig's user the right to get it`,
    ]);
    assert.deepEqual(clusters.registered, []);
  });

  it("is not asked of clusters that cannot be reached", async () => {
    await clusters.start({ "/version": { status: 500, body: "" } });
    assert.equal((await clusters.problems({})).length, 1);
  });

  it("waits until istiod hands the roots out, not in a preview", async () => {
    for (const preview of [false, true]) {
      await clusters.begin({}, { preview });
      const [api] = await clusters.start(stacks("root"));
      const { authority } = await clusters.load({});
      const before = api?.requests.length ?? 0;
      await authority.awaitDistribution("c0", root.cert);
      assert.equal(api?.requests.length, before + (preview ? 0 : 1));
      await clusters.end();
    }
  });

  it("waits for no cluster that it does not know", async () => {
    await clusters.start({});
    const { authority } = await clusters.load({});
    await authority.awaitDistribution("other", root.cert);
    assert.equal(await authority.awaitExternal("other"), undefined);
  });
});
