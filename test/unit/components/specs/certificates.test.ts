import assert from "node:assert/strict";
import {
  authorityMark,
  authorityUses,
  buildCaData,
  hours,
  joined,
  keyArgs,
} from "../../../../components/specs/certificates";
import { base64 } from "../../../support/meshes";

const pems = { cert: "cert\n", key: "key\n" };

describe("the files of an authority", () => {
  it("are those that istiod reads, with the chain from the intermediate to the root", () => {
    assert.deepEqual(
      buildCaData({ ...pems, above: ["middle\n", "root\n"], bundle: "old\nroot\n" }),
      {
        "ca-cert.pem": base64("cert\n"),
        "ca-key.pem": base64("key\n"),
        "root-cert.pem": base64("old\nroot\n"),
        "cert-chain.pem": base64("cert\nmiddle\nroot\n"),
      },
    );
  });

  it("put every certificate of a chain on a line of its own", () => {
    const { "cert-chain.pem": chain } = buildCaData({
      ...pems,
      cert: "cert",
      above: ["root"],
      bundle: "",
    });
    assert.equal(chain, base64("cert\nroot\n"));
  });
});

describe("certificates one after another", () => {
  it("keep their order, and each ends with one line break", () => {
    assert.equal(joined(["old\n", "new", "next\n"]), "old\nnew\nnext\n");
  });

  it("are nothing where there is none", () => {
    assert.equal(joined([]), "");
  });
});

describe("what an authority says of its roots", () => {
  const made = "uploaded";
  const old = { name: "old", fingerprint: "AA:01", made };
  const next = { name: "next", fingerprint: "AA:02", made: "ECDSA" };

  it("is each one's fingerprint and recipe by its name, in their order", () => {
    assert.equal(
      authorityMark([old, next]),
      '{"old":{"fingerprint":"AA:01","made":"uploaded"},"next":{"fingerprint":"AA:02","made":"ECDSA"}}',
    );
  });

  it("is nothing else that is known of them", () => {
    const more = { ...old, subject: "O=Istio", daysLeft: 7, expires: "2026-11-28T12:00:00.000Z" };
    assert.equal(authorityMark([more]), authorityMark([old]));
  });

  it("can be read again", () => {
    assert.deepEqual(JSON.parse(authorityMark([next])), {
      next: { fingerprint: "AA:02", made: "ECDSA" },
    });
  });
});

describe("the keys of an authority", () => {
  it("are of the strength that Istio's own have", () => {
    assert.deepEqual(keyArgs("ECDSA"), { algorithm: "ECDSA", ecdsaCurve: "P256" });
    assert.deepEqual(keyArgs("RSA"), { algorithm: "RSA", rsaBits: 4096 });
  });

  it("may sign certificates, and nothing as a server or a client", () => {
    assert.deepEqual(authorityUses, [
      "digital_signature",
      "content_commitment",
      "key_encipherment",
      "cert_signing",
    ]);
  });

  it("live for days, which are counted in hours", () => {
    assert.equal(hours(365), 8760);
  });
});
