import assert from "node:assert/strict";
import { type Authority, makeAuthority } from "../../../support/authorities";
import { answerOf, cacertsPath, fingerprintOf, istiodData } from "../../../support/cacerts";
import { LoadingClusters } from "../../../support/loading-clusters";

const path = "istio-mesh:certificates";

describe("what a stack uploads", () => {
  let root: Authority;
  let middle: Authority;
  let own: Authority;
  const clusters = new LoadingClusters();

  before(async () => {
    root = await makeAuthority({ name: "Root", to: 4000 });
    middle = await makeAuthority({ name: "Middle", issuer: root });
    own = await makeAuthority({ name: "Own", issuer: middle });
  });
  beforeEach(() => clusters.begin());
  afterEach(() => clusters.end());
  after(() => clusters.remove());

  const upload = () => ({
    cert: { path: clusters.write("root.pem", `# ours\n${root.cert}`) },
    key: { secret: "rootKey" },
  });
  /** The list of one cluster whose istiod signs with this. */
  const withIntermediate = (intermediate: object, kubeconfig: object) => ({
    clusters: JSON.stringify([{ name: "c0", network: "net", kubeconfig, intermediate }]),
  });

  it("is read from files and from secrets, whose keys are known to the config", async () => {
    await clusters.start({});
    const { authority } = await clusters.load(
      { root: { upload: upload() } },
      { rootKey: root.key },
    );
    assert.deepEqual(
      [...authority.material.roots],
      [["root", { certPem: root.cert.trimEnd() + "\n", keyPem: root.key }]],
    );
    assert.deepEqual(clusters.registered, []);
  });

  it("has no key where it stays offline, and intermediates with those between", async () => {
    await clusters.start({});
    const file = (name: string, content: string) => ({ path: clusters.write(name, content) });
    const intermediate = {
      upload: {
        cert: file("ca-cert.pem", own.cert),
        key: { secret: "caKey" },
        chain: file("chain.pem", root.cert + middle.cert),
      },
    };
    const { cert } = upload();
    // The file is written by the configuration that is replaced here.
    await clusters.load({});
    const kubeconfig = { path: `${clusters.folder}/c0.yaml` };
    const { authority } = await clusters.load(
      { root: { upload: { cert } } },
      { ...withIntermediate(intermediate, kubeconfig), caKey: own.key },
    );
    assert.deepEqual(
      [...authority.material.roots].map(([name, { keyPem }]) => [name, keyPem]),
      [["root", undefined]],
    );
    const found = authority.material.intermediates.get("c0");
    assert.equal(found?.keyPem, own.key);
    assert.deepEqual(
      [found.certPem, ...found.between].map(fingerprintOf),
      [own, middle].map((one) => fingerprintOf(one.cert)),
    );
  });

  it("is refused where its file does not exist and where its secret is missing, both at once", async () => {
    await clusters.start({});
    const found = await clusters.problems({
      root: { upload: { cert: { path: "nowhere.pem" }, key: { secret: "rootKey" } } },
    });
    assert.deepEqual(found, [
      `${path}.root.upload.cert: file "nowhere.pem" does not exist`,
      `${path}.root.upload.key: there is no config key "rootKey", make it: pulumi config set --secret rootKey < FILE`,
    ]);
    assert.deepEqual(clusters.registered, []);
  });

  it("is refused where it is not what it should be, by its path and without its content", async () => {
    await clusters.start({});
    const found = await clusters.problems(
      {
        root: { upload: { ...upload(), key: { secret: "wrongKey" } } },
        rotation: {
          to: {
            name: "next",
            upload: { cert: { secret: "nextCert" }, key: { secret: "nextKey" } },
          },
          phase: "trustBoth",
        },
      },
      { wrongKey: own.key, nextCert: middle.cert, nextKey: "canary" },
    );
    assert.equal(
      found[0],
      `${path}.root.upload.key: does not belong to the certificate, give the key that it was issued for`,
    );
    assert.equal(
      found[1],
      `${path}.rotation.to.upload.cert: is no root, "CN=Root" has issued it; give the root itself, which is its own issuer`,
    );
    assert.match(found[2] ?? "", /rotation\.to\.upload\.key: is not PEM, /);
    assert.equal(found.length, 3);
    assert.doesNotMatch(found.join(), /canary/);
  });

  it("is the same root as that of the clusters, by its certificate", async () => {
    const below = await makeAuthority({ name: "Below", issuer: root });
    await clusters.start({
      [cacertsPath]: answerOf({ data: istiodData({ own: below, roots: [root.cert] }) }),
    });
    await clusters.load({ root: { upload: upload() } }, { rootKey: root.key });
    const other = await makeAuthority({ name: "Root" });
    const found = await clusters.problems(
      { root: { upload: { cert: { secret: "cert" }, key: { secret: "rootKey" } } } },
      { rootKey: other.key, cert: other.cert },
    );
    assert.deepEqual(
      found.map((one) => one.replace(/\(.*/, "")),
      [
        `${path}.root: root "root" would sign, and is not trusted yet by c0 `,
        `${path}.root: a root that the stack does not know `,
      ],
    );
  });

  it("leaves keys unknown that only something else names", async () => {
    await clusters.start({});
    const found = await clusters.problems(
      { root: { upload: upload() } },
      { rootKey: root.key, rootCert: root.cert },
    );
    assert.deepEqual(found, [
      "istio-mesh:rootCert: unknown key, expected mesh, clusters, certificates, eastWestGateway, gateways, tuning, charts, upgrade, tags, namespaces, security, observability, or a secret that mesh, clusters, certificates or observability name",
    ]);
  });
});
