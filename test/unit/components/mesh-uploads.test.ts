import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import type { Material } from "../../../stacks/certificates/material";
import { certPem, keyPem } from "../../support/answers";
import { type Authority, makeAuthority } from "../../support/authorities";
import { issued, on, root } from "../../support/expected-objects";
import { cacertsOf, changes, listed, recordedOnce, recordMesh } from "../../support/mesh-recording";
import { type Place, remoteOfOneOfTwo } from "../../support/meshes";
import type { Recorded } from "../../support/mocks";
import { isSecret, unwrap } from "../../support/secrets";

const primaries = ["east", "west"] as const;
const clusters = ["east", "edge", "west"];
const files = { cert: { path: "cert.pem" }, key: { path: "key.pem" } };
const { cert } = files;

const mark = ({ find }: { find: (type: string, name: string) => Recorded }, cluster: string) => {
  const { inputs } = find("kubernetes:core/v1:Secret", `${cluster}-intermediate-ca-cacerts`);
  const { annotations } = inputs["metadata"] as { annotations: Record<string, string> };
  return JSON.parse(annotations["istio-mesh/authority"] ?? "") as unknown;
};
const bundlesOf = (resources: readonly Recorded[]) =>
  resources
    .filter(({ type }) => type === "kubernetes:core/v1:ConfigMap")
    .map(({ cluster, inputs }) => `${cluster ?? ""}: ${JSON.stringify(inputs["data"])}`)
    .sort();
const everywhere = (bundle: string) =>
  clusters.flatMap((name) => {
    const told = `${name}: ${JSON.stringify({ "root-cert.pem": bundle })}`;
    return [told, told];
  });
const fingerprintOf = (pem: string) => new X509Certificate(pem).fingerprint256;

describe("a mesh with an uploaded root and its key", function () {
  this.timeout(20_000);

  const corp = makeAuthority({ name: "corp root", to: 365 });
  const config = { certificates: { root: { name: "corp", upload: files } } };
  const materialOf = ({ cert: certPem, key: keyPem }: Authority): Material => ({
    roots: new Map([["corp", { certPem, keyPem }]]),
    intermediates: new Map(),
  });
  const recording = recordedOnce(async () =>
    recordMesh(remoteOfOneOfTwo, { config, authority: { material: materialOf(await corp) } }),
  );

  it("makes no key and no certificate for the root, and those of intermediates as ever", async () => {
    const { resources } = await recording();
    assert.deepEqual(
      listed(resources.filter(({ type }) => type.startsWith("tls:"))),
      primaries.flatMap((name) => issued(name, "corp-1-1")).sort(),
    );
    const authorities = resources.filter(({ type }) => type.endsWith(":RootCertificateAuthority"));
    assert.deepEqual(listed(authorities), ["RootCertificateAuthority payments-corp-ca"]);
    assert.deepEqual(
      resources.filter(({ protect }) => protect),
      [],
    );
  });

  it("signs the intermediates with the uploaded key, which is secret there", async () => {
    const { find } = await recording();
    for (const name of primaries) {
      const type = "tls:index/locallySignedCert:LocallySignedCert";
      const { inputs } = find(type, `${name}-intermediate-ca-corp-1-1`);
      assert.equal(inputs["caCertPem"], (await corp).cert);
      assert.ok(isSecret(inputs["caPrivateKeyPem"]));
      assert.equal(unwrap(inputs["caPrivateKeyPem"]), (await corp).key);
    }
  });

  it("has the uploaded root trusted everywhere, and known by its fingerprint", async () => {
    const { cert: rootPem } = await corp;
    assert.deepEqual(bundlesOf((await recording()).resources), everywhere(rootPem));
    for (const name of primaries) {
      const own = await certPem(`${name}-intermediate-ca-corp-1-1`);
      assert.deepEqual(cacertsOf(await recording(), name), {
        "ca-cert.pem": own,
        "ca-key.pem": keyPem(`${name}-intermediate-ca-corp-1-1-key`),
        "root-cert.pem": rootPem,
        "cert-chain.pem": `${own}${rootPem}`,
      });
      assert.deepEqual(mark(await recording(), name), {
        corp: { fingerprint: fingerprintOf(rootPem), made: "uploaded" },
      });
    }
  });

  it("may be rotated to from one that the stack made", async () => {
    const { cert: rootPem } = await corp;
    const rotation = { to: { name: "corp", upload: files }, phase: "signNew" };
    const rotating = await recordMesh(remoteOfOneOfTwo, {
      config: { certificates: { rotation } },
      authority: { material: materialOf(await corp) },
    });
    const { added, removed } = changes(
      (await recordMesh(remoteOfOneOfTwo)).resources,
      rotating.resources,
    );
    const intermediates = (edition: string) => primaries.flatMap((one) => issued(one, edition));
    assert.deepEqual(
      added,
      on("-", [...root("corp").slice(0, 1), ...intermediates("corp-1-1")]).sort(),
    );
    assert.deepEqual(removed, on("-", intermediates("root-1-1")).sort());
    const made = await certPem("payments-root-ca");
    assert.deepEqual(bundlesOf(rotating.resources), everywhere(`${made}${rootPem}`));
    const own = await certPem("east-intermediate-ca-corp-1-1");
    assert.equal(cacertsOf(rotating, "east")["cert-chain.pem"], `${own}${rootPem}`);
    assert.deepEqual(mark(rotating, "west"), {
      root: {
        fingerprint: fingerprintOf(made),
        made: "ECDSA, 3650 days, O=Istio, OU=payments, CN=Root CA",
      },
      corp: { fingerprint: fingerprintOf(rootPem), made: "uploaded" },
    });
  });
});

describe("a mesh whose root stays offline", function () {
  this.timeout(20_000);

  const config = { certificates: { root: { name: "corp", upload: { cert } } } };
  const places = remoteOfOneOfTwo.map(([name, network, other]): Place =>
    other === undefined
      ? [name, network, { intermediate: { upload: files } }]
      : [name, network, other],
  );
  /** East's intermediate is below a middle one, west's is not. */
  const made = (async () => {
    const top = await makeAuthority({ name: "offline root", to: 365 });
    const middle = await makeAuthority({ name: "middle", issuer: top, to: 365 });
    const east = await makeAuthority({ name: "east", issuer: middle, to: 365 });
    const west = await makeAuthority({ name: "west", issuer: top, to: 365 });
    const own = (one: Authority, between: readonly string[]) => ({
      certPem: one.cert,
      keyPem: one.key,
      between,
    });
    const material: Material = {
      roots: new Map([["corp", { certPem: top.cert, keyPem: undefined }]]),
      intermediates: new Map([
        ["east", own(east, [middle.cert])],
        ["west", own(west, [])],
      ]),
    };
    return { top, middle, east, west, material };
  })();
  const recording = recordedOnce(async () => {
    const { material } = await made;
    return recordMesh(places, { config, authority: { material } });
  });

  it("makes no key and no certificate at all", async () => {
    const { resources } = await recording();
    assert.deepEqual(
      resources.filter(({ type }) => type.startsWith("tls:")),
      [],
    );
    assert.equal(resources.filter(({ name }) => name.endsWith("-cacerts")).length, 2);
  });

  it("gives each istiod its uploaded intermediate, with what is between it and the root", async () => {
    const { top, middle, east, west } = await made;
    const above = { east: [middle.cert, top.cert], west: [top.cert] };
    for (const [name, own] of [
      ["east", east],
      ["west", west],
    ] as const) {
      assert.deepEqual(cacertsOf(await recording(), name), {
        "ca-cert.pem": own.cert,
        "ca-key.pem": own.key,
        "root-cert.pem": top.cert,
        "cert-chain.pem": [own.cert, ...above[name]].join(""),
      });
      assert.deepEqual(mark(await recording(), name), {
        corp: { fingerprint: fingerprintOf(top.cert), made: "uploaded" },
      });
    }
    assert.deepEqual(bundlesOf((await recording()).resources), everywhere(top.cert));
  });

  it("refuses a primary that has no intermediate of its own, for there is no key to sign one", async () => {
    const { material } = await made;
    const [east, ...others] = remoteOfOneOfTwo;
    assert.ok(east);
    await assert.rejects(
      recordMesh([east, ...others], { config, authority: { material } }),
      new Error("the key of root corp is offline, it issues nothing here"),
    );
  });
});
