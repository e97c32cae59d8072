import assert from "node:assert/strict";
import { type Authority, makeAuthority } from "../../../support/authorities";
import {
  answerOf,
  cacertsPath,
  fingerprintOf,
  istiodData,
  marked,
  tlsData,
  without,
} from "../../../support/cacerts";
import type { LoadedConfig } from "../../../../stacks/config";
import { LoadingClusters } from "../../../support/loading-clusters";
import { base64 } from "../../../support/meshes";

const path = "istio-mesh:certificates";
const external = { issuer: "external" };

describe("an authority of somebody else's", () => {
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
  const fine = () => ({ [cacertsPath]: answerOf({ data: data() }) });
  const warnings = ({ warnings: all }: LoadedConfig) =>
    all.filter((one) => one.path.startsWith(path)).map((one) => `${one.path}: ${one.message}`);

  it("is fine where it is there, in both forms", async () => {
    const tls = answerOf({ data: tlsData({ own, roots: [root.cert] }) });
    await clusters.start(fine(), { [cacertsPath]: tls });
    const loaded = await clusters.load(external);
    assert.deepEqual(warnings(loaded), []);
    for (const name of ["c0", "c1"]) {
      assert.deepEqual(await loaded.authority.awaitExternal(name), {
        certPem: own.cert,
        bundle: root.cert,
      });
    }
    assert.deepEqual(clusters.registered, []);
  });

  it("is warned of where it is absent or incomplete, for up waits for it", async () => {
    const rest = without(data(), "ca-key.pem");
    await clusters.start({}, { [cacertsPath]: answerOf({ data: rest }) });
    assert.deepEqual(warnings(await clusters.load(external)), [
      `${path}.issuer: cluster "c0": there is no Secret cacerts in istio-system; up waits for it before istiod starts`,
      `${path}.issuer: cluster "c1": cacerts lacks ca-key.pem; up waits for it before istiod starts`,
    ]);
  });

  it("is refused where it is broken, for nobody waits for that to mend", async () => {
    const broken = { ...data(), "ca-key.pem": base64(root.key) };
    await clusters.start({ [cacertsPath]: answerOf({ data: broken }) }, {});
    assert.deepEqual(await clusters.problems(external), [
      `${path}.issuer: cluster "c0": cacerts, key: does not belong to the certificate, give the key that it was issued for; istiod could not sign with it, look at what writes it`,
    ]);
    assert.deepEqual(clusters.registered, []);
  });

  it("is refused where the clusters' is this stack's", async () => {
    const mark = { root: { fingerprint: fingerprintOf(root.cert), made: "uploaded" } };
    await clusters.start({ [cacertsPath]: answerOf(marked(data(), mark)) }, fine());
    assert.deepEqual(await clusters.problems(external), [
      `${path}.issuer: cacerts of c0 is this stack's, and would be deleted; it cannot be handed over: leave issuer at mesh, or upload what the other issuer signs`,
    ]);
  });

  it("is nothing that a preview waits for", async () => {
    await clusters.begin({}, { preview: true });
    await clusters.start({}, fine());
    const { authority } = await clusters.load(external);
    assert.equal(await authority.awaitExternal("c0"), undefined);
    assert.equal((await authority.awaitExternal("c1"))?.bundle, root.cert);
  });

  it("needs none on a remote, whose primary's istiod signs", async () => {
    await clusters.start(fine(), {});
    // Writes the kubeconfigs' files.
    await clusters.load(external);
    const list = [0, 1].map((at) => ({
      name: `c${at}`,
      network: "net",
      kubeconfig: { path: `${clusters.folder}/c${at}.yaml` },
      ...(at === 1 ? { primary: "c0" } : {}),
    }));
    const loaded = await clusters.load(external, { clusters: JSON.stringify(list) });
    assert.deepEqual(warnings(loaded), []);
  });

  it("is not said to be absent where another stack has yet to make the cluster", async () => {
    await clusters.begin({ "org/eks/c0": {} }, { preview: true });
    await clusters.start();
    const kubeconfig = { stack: "org/eks/c0", output: "kubeconfig" };
    const list = [{ name: "c0", network: "net", kubeconfig }];
    const loaded = await clusters.load(external, { clusters: JSON.stringify(list) });
    assert.doesNotMatch(warnings(loaded).join(), /there is no Secret cacerts/);
  });
});
