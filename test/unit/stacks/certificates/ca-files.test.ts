import assert from "node:assert/strict";
import { caFilesOf } from "../../../../stacks/certificates/ca-files";
import { without } from "../../../support/cacerts";
import { base64 } from "../../../support/meshes";

const encoded = (texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, base64(text)]));

const istiods = encoded({
  "ca-cert.pem": "cert",
  "ca-key.pem": "key",
  "cert-chain.pem": "chain",
  "root-cert.pem": "root",
});
const tls = encoded({ "tls.crt": "cert", "tls.key": "key", "ca.crt": "root" });

describe("the files of cacerts", () => {
  it("are read in istiod's own form", () => {
    const expected = { cert: "cert", key: "key", chain: "chain", root: "root" };
    assert.deepEqual(caFilesOf(istiods), expected);
  });

  it("are read in the form of kubernetes.io/tls, whose chain is both its parts", () => {
    const expected = { cert: "cert", key: "key", chain: "cert\nroot", root: "root" };
    assert.deepEqual(caFilesOf(tls), expected);
  });

  it("are those of kubernetes.io/tls where both forms are there, as istiod has it", () => {
    const both = { ...istiods, ...encoded({ "tls.crt": "c", "tls.key": "k", "ca.crt": "r" }) };
    assert.deepEqual(caFilesOf(both), { cert: "c", key: "k", chain: "c\nr", root: "r" });
  });

  for (const [form, data] of [
    ["istiod's own form", istiods],
    ["the form of kubernetes.io/tls", tls],
  ] as const) {
    for (const key of Object.keys(data).filter((one) => one !== "tls.crt")) {
      it(`lack ${key} in ${form}, gone or empty`, () => {
        const rest = without(data, key);
        assert.deepEqual(caFilesOf(rest), { missing: [key] });
        assert.deepEqual(caFilesOf({ ...data, [key]: "" }), { missing: [key] });
      });
    }
  }

  it("lack tls.crt where it is empty", () => {
    assert.deepEqual(caFilesOf({ ...tls, "tls.crt": "" }), { missing: ["tls.crt"] });
  });

  it("lack all of istiod's own form where there is none", () => {
    const missing = ["ca-cert.pem", "ca-key.pem", "root-cert.pem", "cert-chain.pem"];
    assert.deepEqual(caFilesOf({}), { missing });
  });
});
