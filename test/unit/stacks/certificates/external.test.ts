import assert from "node:assert/strict";
import { isIncomplete, readExternal } from "../../../../stacks/certificates/external";
import type { LiveObject } from "../../../../stacks/certificates/live";
import { type Authority, makeAuthority } from "../../../support/authorities";
import { istiodData, tlsData, without } from "../../../support/cacerts";
import { base64 } from "../../../support/meshes";

describe("cacerts that somebody else wrote", () => {
  let root: Authority;
  let older: Authority;
  let own: Authority;
  let middle: Authority;
  let below: Authority;
  const now = new Date();

  before(async () => {
    root = await makeAuthority({ name: "Root" });
    older = await makeAuthority({ name: "Older" });
    own = await makeAuthority({ name: "Own", issuer: root });
    middle = await makeAuthority({ name: "Middle", issuer: root });
    below = await makeAuthority({ name: "Below", issuer: middle });
  });
  const data = (roots = [root.cert]) => istiodData({ own, roots });
  const problem = async (secret: LiveObject | undefined) => {
    const found = await readExternal(secret, now);
    return "problem" in found ? found.problem : assert.fail("istiod could sign with it");
  };
  const assertFine = async (found: Record<string, string>, by: Authority, roots: string) =>
    assert.deepEqual(await readExternal({ data: found }, now), {
      certPem: by.cert,
      bundle: roots,
    });

  it("are fine in istiod's form and in that of kubernetes.io/tls", async () => {
    await assertFine(data(), own, root.cert);
    await assertFine(tlsData({ own, roots: [root.cert] }), own, root.cert);
  });

  it("are fine with one between in istiod's form", async () => {
    const parts = { own: below, between: [middle.cert], roots: [root.cert] };
    await assertFine(istiodData(parts), below, root.cert);
  });

  it("are fine with one between in the form of kubernetes.io/tls: istiod signs with the first", async () => {
    const parts = { own: below, between: [middle.cert], roots: [root.cert] };
    await assertFine(tlsData(parts), below, root.cert);
  });

  it("may sign with the root itself, whose key is theirs to keep", async () => {
    await assertFine(istiodData({ own: root, roots: [root.cert] }), root, root.cert);
    await assertFine(
      istiodData({ own: root, roots: [older.cert, root.cert] }),
      root,
      [older, root].map((one) => one.cert).join(""),
    );
  });

  it("may trust two roots of which the second signs, or the first", async () => {
    for (const roots of [
      [older.cert, root.cert],
      [root.cert, older.cert],
    ]) {
      await assertFine(data(roots), own, roots.join(""));
    }
  });

  it("are not there", async () => {
    assert.equal(await problem(undefined), "there is no Secret cacerts in istio-system");
    assert.equal(isIncomplete(undefined), true);
  });

  it("are empty", async () => {
    const lacks = "cacerts lacks ca-cert.pem, ca-key.pem, root-cert.pem, cert-chain.pem";
    assert.equal(await problem({}), lacks);
    assert.equal(await problem({ data: {} }), lacks);
    assert.equal(isIncomplete({}), true);
  });

  for (const [form, keys] of [
    [istiodData, ["ca-cert.pem", "ca-key.pem", "cert-chain.pem", "root-cert.pem"]],
    [tlsData, ["tls.key", "ca.crt"]],
  ] as const) {
    for (const key of keys) {
      it(`are incomplete without ${key}`, async () => {
        const rest = without(form({ own, roots: [root.cert] }), key);
        assert.equal(await problem({ data: rest }), `cacerts lacks ${key}`);
        assert.equal(isIncomplete({ data: rest }), true);
      });
    }
  }

  it("are complete even if they are broken: time does not mend that", () => {
    assert.equal(isIncomplete({ data: { ...data(), "ca-key.pem": base64("canary") } }), false);
  });

  it("have a key that does not belong to the certificate", async () => {
    assert.equal(
      await problem({ data: { ...data(), "ca-key.pem": base64(older.key) } }),
      "cacerts, key: does not belong to the certificate, give the key that it was issued for",
    );
    assert.equal(
      await problem({ data: istiodData({ own: { ...root, key: own.key }, roots: [root.cert] }) }),
      "cacerts, key: does not belong to the certificate, give the key that it was issued for",
    );
  });

  it("have roots that are none, of which nothing is said but that", async () => {
    const message = await problem({ data: { ...data(), "root-cert.pem": base64("canary") } });
    assert.match(message, /^cacerts, roots: is not PEM, expected a line /);
    assert.doesNotMatch(message, /canary/);
  });

  it("have a certificate that no root of theirs has issued", async () => {
    const between = [own.cert, root.cert].join("");
    assert.equal(
      await problem({ data: { ...data([older.cert]), "cert-chain.pem": base64(between) } }),
      'cacerts, chain: leads to the root "CN=Root" instead of "CN=Older", give an intermediate of that or upload the other root',
    );
  });

  it("have a certificate that has ended, whichever root has issued it", async () => {
    const ended = await makeAuthority({ name: "Ended", issuer: root, from: -2, to: -1 });
    const message = await problem({
      data: istiodData({ own: ended, roots: [older.cert, root.cert] }),
    });
    assert.match(message, /^cacerts, cert: ended at .*Z, renew it$/);
  });
});
