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

const made = "ECDSA, 3650 days, O=Istio, OU=payments, CN=Root CA";
const at = "istio-mesh:clusters[1].maintenance";

describe("a cluster in maintenance", () => {
  let root: Authority;
  let next: Authority;
  let own: Authority;
  const clusters = new LoadingClusters();

  before(async () => {
    root = await makeAuthority({ name: "Root" });
    next = await makeAuthority({ name: "Next" });
    own = await makeAuthority({ name: "Own", issuer: root });
  });
  beforeEach(async () => {
    await clusters.begin();
    clusters.more = [{}, { maintenance: true }];
  });
  afterEach(() => clusters.end());
  after(() => clusters.remove());

  const markOf = (pem: string) => ({ fingerprint: fingerprintOf(pem), made });
  /** A cluster that signs by the root and trusts these, by name. */
  const trusting = (roots: Readonly<Record<string, string>>) => {
    const mark = Object.fromEntries(
      Object.entries(roots).map(([name, pem]) => [name, markOf(pem)] as const),
    );
    const data = istiodData({ own, roots: Object.values(roots) });
    return {
      [cacertsPath]: answerOf(marked(data, mark)),
      [trustBundlePath]: answerOf(trustBundle(Object.values(roots))),
    };
  };
  const stable = () => trusting({ root: root.cert });

  for (const preview of [false, true]) {
    it(`is asked nothing, and is warned of once, ${preview ? "in a preview" : "by up"}`, async () => {
      await clusters.begin({}, { preview });
      const [reached, away] = await clusters.start(stable(), stable());
      const { authority, kubeconfigs, warnings } = await clusters.load({});
      await authority.awaitDistribution("c1", next.cert);
      assert.equal(await authority.awaitExternal("c1"), undefined);
      assert.deepEqual(away?.requests, []);
      assert.notDeepEqual(reached?.requests, []);
      assert.deepEqual([...kubeconfigs.keys()], ["c0", "c1"]);
      assert.deepEqual(
        warnings.filter((one) => one.path === at).map((one) => one.message),
        [
          `true, so nothing was asked of "c1": its roots and certificates count as planned, unseen, and what would change there waits; take maintenance out when it can be reached again, and run up`,
        ],
      );
    });
  }

  it("may be down", async () => {
    const [, away] = await clusters.start(stable(), {});
    await away?.close();
    const { authority } = await clusters.load({});
    assert.deepEqual([...authority.knownRoots], [["root", fingerprintOf(root.cert)]]);
  });

  it("needs a kubeconfig all the same, by which others are told of it", async () => {
    await clusters.start(stable(), stable());
    clusters.more = [{}, { maintenance: true, kubeconfig: { path: "nowhere.yaml" } }];
    assert.deepEqual(await clusters.problems({}), [
      'istio-mesh:clusters[1].kubeconfig: file "nowhere.yaml" does not exist',
    ]);
  });

  it("does not let the others' root be exchanged", async () => {
    const [, away] = await clusters.start(stable(), stable());
    const found = await clusters.problems({ root: { name: "other" } });
    assert.deepEqual(
      found.map((one) => one.replace(/;.*/, "")),
      [
        `istio-mesh:certificates.root: root "other" would sign, and is not trusted yet by c0 (trusts "root")`,
        `istio-mesh:certificates.root: root "root" is in use: it signs on c0, and would be trusted no more`,
      ],
    );
    assert.deepEqual(away?.requests, []);
    assert.deepEqual(clusters.registered, []);
  });

  it("does not let a rotation be given up, for it may sign by the next root", async () => {
    const both = trusting({ root: root.cert, next: next.cert });
    await clusters.start(both, both);
    assert.deepEqual(await clusters.problems({ settleHours: 0 }), [
      `${at}: true, and roots would change: c0 trusts "root", "next", the config says "root", and a cluster that is not asked may be behind; leave certificates as they were; wait until "c1" is back, and take maintenance out`,
    ]);
    clusters.more = [];
    await clusters.load({ settleHours: 0 });
  });

  it("has to have another beside it that has the root of the mesh", async () => {
    const [, away] = await clusters.start({}, stable());
    assert.deepEqual(await clusters.problems({}), [
      `${at}: true, and no cluster that is asked has the root of the mesh, by which it could be told whether it stays the same; wait until "c1" is back, and take maintenance out`,
    ]);
    assert.deepEqual(away?.requests, []);
  });

  it("leaves it to up to tell that where a preview may not look", async () => {
    await clusters.begin({}, { preview: true });
    await clusters.start({ [cacertsPath]: { status: 403, body: "" } }, stable());
    const { warnings } = await clusters.load({});
    assert.match(
      warnings.map((one) => one.message).join("\n"),
      /this preview cannot tell whether roots may change$/m,
    );
  });
});
