import assert from "node:assert/strict";
import {
  authorityUses,
  buildCaData,
  hours,
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
