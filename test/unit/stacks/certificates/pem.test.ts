import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { canonicalPem, certificatesOf, privateKeyOf } from "../../../../stacks/certificates/pem";
import { type Authority, makeAuthority, oldForm } from "../../../support/authorities";

const notPem = (type: string) =>
  `is not PEM, expected a line "-----BEGIN ${type}-----" that nothing stands before, no space either`;
const cut = "has a PEM block without its end, export or copy it again as a whole";
const isEncrypted =
  "is encrypted, and istiod cannot ask for a passphrase; decrypt it: openssl pkey -in FILE -out FILE";

function openssl(args: readonly string[], input: string): string {
  return execFileSync("openssl", args, { input, encoding: "utf8", stdio: "pipe" });
}

/** The same block under another name. */
function relabeled(pem: string, type: string): string {
  return pem.replace(/(BEGIN|END) [A-Z ]+-----/g, `$1 ${type}-----`);
}

describe("a PEM of certificates", () => {
  let one: Authority;
  let other: Authority;
  before(async () => {
    one = await makeAuthority({ name: "one" });
    other = await makeAuthority({ name: "other", algorithm: "RSA" });
  });

  function read(pem: string): string[] {
    const found = certificatesOf(pem);
    assert.ok(!("problem" in found), "problem" in found ? found.problem : "");
    return found.map(({ subject }) => subject);
  }

  it("gives all of them in their order", () => {
    assert.deepEqual(read(one.cert + other.cert), ["CN=one", "CN=other"]);
    assert.deepEqual(read(`${other.cert}\n\n${one.cert}`), ["CN=other", "CN=one"]);
  });

  it("may have CRLF line ends, spaces at the end of a line, and none at its own end", () => {
    assert.deepEqual(read((one.cert + other.cert).replaceAll("\n", "\r\n")), [
      "CN=one",
      "CN=other",
    ]);
    assert.deepEqual(read(one.cert.replaceAll("-----\n", "----- \t\n").trimEnd()), ["CN=one"]);
  });

  it("may have text around, as openssl x509 -text writes it", () => {
    const text = openssl(["x509", "-text"], one.cert);
    assert.match(text, /^Certificate:\n/);
    assert.deepEqual(read(`${text}# the other one\n${other.cert}# end`), ["CN=one", "CN=other"]);
  });

  it("has one spelling: text and line ends make no difference", () => {
    const spelled = [one.cert, one.cert.replaceAll("\n", "\r\n"), `# one\n${one.cert}`].map(
      (pem) => {
        const [first] = certificatesOf(pem) as X509Certificate[];
        return first && canonicalPem(first);
      },
    );
    assert.deepEqual(spelled, [one.cert, one.cert, one.cert]);
    assert.match(one.cert, /^-----BEGIN CERTIFICATE-----\n[^\r]*[^\n]\n$/);
  });

  const refusals: readonly [rule: string, make: () => string, message: string][] = [
    ["an empty file", () => "", notPem("CERTIFICATE")],
    ["DER", () => new X509Certificate(one.cert).raw.toString("latin1"), notPem("CERTIFICATE")],
    ["lines that are indented", () => one.cert.replace(/^/gm, "  "), notPem("CERTIFICATE")],
    ["a byte order mark before it", () => `\uFEFF${one.cert}`, notPem("CERTIFICATE")],
    ["a certificate that is cut off", () => one.cert + other.cert.slice(0, 300), cut],
    ["an end of another kind", () => one.cert.replace("END CERT", "END X509 CERT"), cut],
    [
      "base64 with other characters in it",
      () => one.cert + other.cert.replace("\nMII", "\nM*I"),
      "block 2 is no certificate, export or copy it again as a whole",
    ],
    [
      "base64 that lacks its padding",
      () => `-----BEGIN CERTIFICATE-----\nAAAAA\n-----END CERTIFICATE-----\n`,
      "block 1 is no certificate, export or copy it again as a whole",
    ],
    [
      "a block without anything",
      () => "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
      "block 1 is no certificate, export or copy it again as a whole",
    ],
    [
      "bytes after the certificate",
      () => {
        const der = Buffer.concat([new X509Certificate(one.cert).raw, Buffer.from("canary")]);
        return `-----BEGIN CERTIFICATE-----\n${der.toString("base64")}\n-----END CERTIFICATE-----\n`;
      },
      "block 1 is no certificate, export or copy it again as a whole",
    ],
    [
      "a key under a certificate's name",
      () => relabeled(one.key, "CERTIFICATE"),
      "block 1 is no certificate, export or copy it again as a whole",
    ],
    [
      "a private key beside the certificate",
      () => one.cert + one.key,
      "holds a private key, expected certificates only; give the key as key",
    ],
    [
      "a certificate request",
      () => relabeled(one.cert, "CERTIFICATE REQUEST"),
      "holds a certificate request, give the certificate that was issued for it",
    ],
    [
      "a block of another kind",
      () => one.cert + relabeled(one.cert, "TRUSTED CERTIFICATE"),
      'holds a block "TRUSTED CERTIFICATE", expected blocks "CERTIFICATE" only',
    ],
  ];
  for (const [rule, make, message] of refusals) {
    it(`is refused for ${rule}`, () => {
      assert.deepEqual(certificatesOf(make()), { problem: message });
    });
  }
});

describe("a PEM of a private key", () => {
  let ecdsa: Authority;
  let rsa: Authority;
  before(async () => {
    ecdsa = await makeAuthority({ name: "ecdsa" });
    rsa = await makeAuthority({ name: "rsa", algorithm: "RSA" });
  });

  function read(pem: string): KeyObject {
    const found = privateKeyOf(pem);
    assert.ok(!("problem" in found), "problem" in found ? found.problem : "");
    return found;
  }

  it("is read in the forms of PKCS #8, SEC 1 and PKCS #1", () => {
    for (const one of [ecdsa, rsa]) {
      const key = createPrivateKey(one.key);
      assert.ok(read(one.key).equals(key));
      assert.ok(read(oldForm(one)).equals(key));
      assert.ok(read(oldForm(one).replaceAll("\n", "\r\n")).equals(key));
    }
    assert.match(oldForm(ecdsa), /^-----BEGIN EC PRIVATE KEY-----/);
    assert.match(oldForm(rsa), /^-----BEGIN RSA PRIVATE KEY-----/);
  });

  it("may have text before and a certificate after the key", () => {
    assert.ok(read(`Bag Attributes\n${rsa.key}\n${rsa.cert}`).equals(createPrivateKey(rsa.key)));
  });

  const refusals: readonly [rule: string, make: () => string, message: string][] = [
    ["an empty file", () => "", notPem("PRIVATE KEY")],
    ["a key that is cut off", () => ecdsa.key.slice(0, 80), cut],
    [
      "a certificate instead of the key",
      () => ecdsa.cert,
      "begins with a certificate, expected a private key and nothing before it",
    ],
    [
      "a certificate before the key",
      () => ecdsa.cert + ecdsa.key,
      "begins with a certificate, expected a private key and nothing before it",
    ],
    [
      "encryption of the kind that PKCS #8 has",
      () => openssl(["pkcs8", "-topk8", "-passout", "pass:canary"], rsa.key),
      isEncrypted,
    ],
    ["encryption of the kind that RSA keys had", () => oldForm(rsa, "canary"), isEncrypted],
    ["encryption of the kind that EC keys had", () => oldForm(ecdsa, "canary"), isEncrypted],
    [
      "parameters before the key, as openssl ecparam writes them",
      () => openssl(["ecparam", "-name", "prime256v1", "-genkey"], ""),
      'begins with "EC PARAMETERS" (openssl ecparam writes them) and istiod looks at the first block only; take them out: openssl pkey -in FILE -out FILE',
    ],
    [
      "a public key",
      () => openssl(["pkey", "-pubout"], rsa.key),
      'begins with a block "PUBLIC KEY", expected "EC PRIVATE KEY" or "RSA PRIVATE KEY" or "PRIVATE KEY"; give the private key in one of these forms',
    ],
    [
      "a key in SSH's form",
      () => relabeled(rsa.key, "OPENSSH PRIVATE KEY"),
      'begins with a block "OPENSSH PRIVATE KEY", expected "EC PRIVATE KEY" or "RSA PRIVATE KEY" or "PRIVATE KEY"; give the private key in one of these forms',
    ],
    [
      "another kind of key than its name says",
      () => relabeled(oldForm(ecdsa), "RSA PRIVATE KEY"),
      'holds a broken "RSA PRIVATE KEY", export or copy it again as a whole',
    ],
    [
      "base64 with other characters in it",
      () => ecdsa.key.replace("\nM", "\n*"),
      'holds a broken "PRIVATE KEY", export or copy it again as a whole',
    ],
  ];
  for (const [rule, make, message] of refusals) {
    it(`is refused for ${rule}, and nothing of it is told`, () => {
      assert.deepEqual(privateKeyOf(make()), { problem: message });
      assert.doesNotMatch(message, /canary|MI[A-Z]/);
    });
  }
});
