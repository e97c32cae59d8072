import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { X509Certificate, createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createProvider } from "../../../toolchain/plugins/provider";
import { tlsPackage } from "../../../toolchain/plugins/tls";
import { reveal, type Wire, type WireObject } from "../../../toolchain/plugins/wire";

const provider = createProvider(tlsPackage, "0.0.0");

const tokens = {
  PrivateKey: "tls:index/privateKey:PrivateKey",
  SelfSignedCert: "tls:index/selfSignedCert:SelfSignedCert",
  CertRequest: "tls:index/certRequest:CertRequest",
  LocallySignedCert: "tls:index/locallySignedCert:LocallySignedCert",
};

/** Creates a resource the way the engine does: what check returns goes into create. */
async function create(type: keyof typeof tokens, inputs: WireObject) {
  const urn = `urn:pulumi:s::p::${tokens[type]}::n`;
  const checked = await provider.check(urn, {}, inputs);
  assert.deepEqual(checked.failures, []);
  const { id, outs } = await provider.create(urn, checked.inputs);
  const text = (name: string) => {
    const value = reveal(outs[name] ?? null);
    assert.ok(typeof value === "string", `${name} is a text`);
    return value;
  };
  return { id, outs, text };
}

const caUses = ["cert_signing", "crl_signing", "digital_signature", "key_encipherment"];
const ecKey = { algorithm: "ECDSA", ecdsaCurve: "P256" };

interface Chain {
  readonly root: string;
  readonly intermediate: string;
  readonly leaf: string;
}

async function request(privateKeyPem: string, more: WireObject): Promise<string> {
  return (await create("CertRequest", { privateKeyPem, ...more })).text("certRequestPem");
}

/** A root, an intermediate below it that must be the last authority, and a leaf. */
async function chain(key: WireObject): Promise<Chain> {
  const newKey = async () => (await create("PrivateKey", key)).text("privateKeyPem");
  const [rootKey, intermediateKey, leafKey] = [await newKey(), await newKey(), await newKey()];
  const authority = { isCaCertificate: true, allowedUses: caUses, validityPeriodHours: 24 };
  const root = await create("SelfSignedCert", {
    ...authority,
    privateKeyPem: rootKey,
    subject: { organization: "Istio", commonName: "Root CA" },
  });
  const intermediate = await create("LocallySignedCert", {
    ...authority,
    maxPathLength: 0,
    caCertPem: root.text("certPem"),
    caPrivateKeyPem: rootKey,
    certRequestPem: await request(intermediateKey, { subject: { commonName: "Intermediate CA" } }),
  });
  const leaf = await create("LocallySignedCert", {
    allowedUses: ["server_auth", "client_auth"],
    validityPeriodHours: 1,
    caCertPem: intermediate.text("certPem"),
    caPrivateKeyPem: intermediateKey,
    certRequestPem: await request(leafKey, { uris: ["spiffe://cluster.local/ns/a/sa/b"] }),
  });
  return {
    root: root.text("certPem"),
    intermediate: intermediate.text("certPem"),
    leaf: leaf.text("certPem"),
  };
}

describe("the certificates of the tls plugin", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "plugins-"))));
  after(() => rmSync(folder, { recursive: true }));

  const file = (name: string, content: string) => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };

  const openssl = (args: string[], input?: string) =>
    execFileSync("openssl", args, { input, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] });

  const describeCertificate = (pem: string) => openssl(["x509", "-noout", "-text"], pem);

  const kinds: readonly (readonly [string, WireObject, string])[] = [
    ["RSA", { algorithm: "RSA" }, "sha256WithRSAEncryption"],
    ["ECDSA P256", ecKey, "ecdsa-with-SHA256"],
    ["ECDSA P384", { algorithm: "ECDSA", ecdsaCurve: "P384" }, "ecdsa-with-SHA384"],
    ["ECDSA P521", { algorithm: "ECDSA", ecdsaCurve: "P521" }, "ecdsa-with-SHA512"],
    ["ED25519", { algorithm: "ED25519" }, "ED25519"],
  ];

  for (const [name, key, signature] of kinds) {
    describe(`with ${name} keys`, () => {
      let certificates: Chain;
      before(async () => (certificates = await chain(key)));

      it("a chain of root, intermediate and leaf verifies with openssl", () => {
        const root = file("root.pem", certificates.root);
        const intermediate = file("intermediate.pem", certificates.intermediate);
        const leaf = file("leaf.pem", certificates.leaf);
        const options = ["-x509_strict", "-CAfile", root, "-untrusted", intermediate];
        assert.match(openssl(["verify", ...options, leaf]), /: OK/);
      });

      it("each certificate verifies with the key of its issuer and no other", () => {
        const root = new X509Certificate(certificates.root);
        const intermediate = new X509Certificate(certificates.intermediate);
        const leaf = new X509Certificate(certificates.leaf);
        assert.ok(root.verify(root.publicKey));
        assert.ok(intermediate.verify(root.publicKey));
        assert.ok(intermediate.checkIssued(root));
        assert.ok(leaf.verify(intermediate.publicKey));
        assert.ok(!leaf.verify(root.publicKey));
        assert.deepEqual([root.ca, intermediate.ca, leaf.ca], [true, true, false]);
      });

      it("an intermediate carries pathlen 0 and a critical key usage", () => {
        const text = describeCertificate(certificates.intermediate);
        assert.match(text, /Basic Constraints: critical\s+CA:TRUE, pathlen:0\n/);
        const usages = "Digital Signature, Key Encipherment, Certificate Sign, CRL Sign";
        assert.match(text, new RegExp(`Key Usage: critical\\s+${usages}\n`));
      });

      it("a root carries no pathlen", () => {
        const text = describeCertificate(certificates.root);
        assert.match(text, /Basic Constraints: critical\s+CA:TRUE\n/);
      });

      it("a leaf carries its extended key usage, and its name critically for want of a subject", () => {
        const text = describeCertificate(certificates.leaf);
        assert.match(text, /Basic Constraints: critical\s+CA:FALSE\n/);
        const usages = "TLS Web Server Authentication, TLS Web Client Authentication";
        assert.match(text, new RegExp(`Extended Key Usage: \\s+${usages}\n`));
        assert.match(
          text,
          /Alternative Name: critical\s+URI:spiffe:\/\/cluster.local\/ns\/a\/sa\/b\n/,
        );
      });

      it("an authority key identifier is the subject key identifier of the issuer", () => {
        const identifier = (pem: string, extension: string) =>
          new RegExp(`${extension} Key Identifier: \\s+([0-9A-F:]+)\n`).exec(
            describeCertificate(pem),
          )?.[1];
        const { root, intermediate, leaf } = certificates;
        assert.ok(identifier(root, "Subject"));
        assert.equal(identifier(root, "Authority"), undefined);
        assert.equal(identifier(intermediate, "Authority"), identifier(root, "Subject"));
        assert.equal(identifier(leaf, "Authority"), identifier(intermediate, "Subject"));
        assert.equal(identifier(leaf, "Subject"), undefined);
      });

      it("the hash of a signature follows the strength of the key", () => {
        const text = describeCertificate(certificates.intermediate);
        assert.match(text, new RegExp(`Signature Algorithm: ${signature}\n`));
      });
    });
  }

  describe("the details", () => {
    let privateKeyPem: string;
    before(async () => {
      privateKeyPem = (await create("PrivateKey", ecKey)).text("privateKeyPem");
    });

    const selfSigned = (more: WireObject) =>
      create("SelfSignedCert", {
        privateKeyPem,
        allowedUses: ["digital_signature"],
        validityPeriodHours: 1,
        subject: { commonName: "n" },
        ...more,
      });

    it("maxPathLength -1 and an absent one give no pathlen, 1 gives pathlen 1", async () => {
      const pathLength = async (more: WireObject) => {
        const made = await selfSigned({ isCaCertificate: true, ...more });
        return /CA:TRUE(.*)\n/.exec(describeCertificate(made.text("certPem")))?.[1];
      };
      assert.equal(await pathLength({ maxPathLength: -1 }), "");
      assert.equal(await pathLength({}), "");
      assert.equal(await pathLength({ maxPathLength: 1 }), ", pathlen:1");
    });

    it("maxPathLength is ignored for a certificate that is no authority", async () => {
      const { text } = await selfSigned({ maxPathLength: 0 });
      assert.match(describeCertificate(text("certPem")), /CA:FALSE\n/);
    });

    it("every subject attribute is written, and characters that look like escapes stay", async () => {
      const { text } = await selfSigned({
        subject: {
          commonName: 'a "b" \\, c=d',
          country: "DE",
          emailAddress: "a@b.example",
          locality: "Köln",
          organization: "O",
          organizationalUnit: "OU",
          postalCode: "50667",
          province: "NRW",
          serialNumber: "7",
          streetAddresses: ["S 1", "S 2"],
        },
      });
      const { subject } = new X509Certificate(text("certPem"));
      assert.deepEqual(subject.split("\n"), [
        "C=DE",
        "O=O",
        "OU=OU",
        "L=Köln",
        "ST=NRW",
        "street=S 1 + street=S 2",
        "postalCode=50667",
        'CN=a \\"b\\" \\\\\\, c=d',
        "serialNumber=7",
        "emailAddress=a@b.example",
      ]);
    });

    it("every kind of alternative name is written", async () => {
      const { text } = await selfSigned({
        dnsNames: ["a.example", "*.b.example"],
        ipAddresses: ["10.0.0.1", "fd00::1"],
        uris: ["spiffe://c/d"],
      });
      assert.equal(
        new X509Certificate(text("certPem")).subjectAltName,
        "DNS:a.example, DNS:*.b.example, IP Address:10.0.0.1, IP Address:FD00:0:0:0:0:0:0:1, URI:spiffe://c/d",
      );
    });

    it("the alternative names of a request reach the certificate", async () => {
      const ca = await selfSigned({ isCaCertificate: true, allowedUses: caUses });
      const names = { dnsNames: ["a.example"], ipAddresses: ["10.0.0.1"], uris: ["spiffe://c/d"] };
      const { text } = await create("LocallySignedCert", {
        allowedUses: [],
        validityPeriodHours: 1,
        caCertPem: ca.text("certPem"),
        caPrivateKeyPem: privateKeyPem,
        certRequestPem: await request(privateKeyPem, { subject: { commonName: "x" }, ...names }),
      });
      assert.equal(
        new X509Certificate(text("certPem")).subjectAltName,
        "DNS:a.example, IP Address:10.0.0.1, URI:spiffe://c/d",
      );
      assert.doesNotMatch(describeCertificate(text("certPem")), /Key Usage/);
    });

    it("a request verifies with openssl and names its subject", async () => {
      const pem = await request(privateKeyPem, { subject: { organization: "O", commonName: "n" } });
      const args = ["req", "-noout", "-verify", "-subject", "-nameopt", "RFC2253"];
      assert.match(openssl(args, pem), /subject=CN=n,O=O/);
    });

    it("the id is the serial number, of 128 random bits and never negative", async () => {
      const ids = new Set<string>();
      for (let count = 0; count < 16; count++) {
        const { id, text } = await selfSigned({});
        const certificate = new X509Certificate(text("certPem"));
        assert.equal(id, BigInt(`0x${certificate.serialNumber}`).toString());
        ids.add(id);
      }
      assert.equal(ids.size, 16);
      assert.ok([...ids].some((id) => BigInt(id) > 1n << 120n));
    });

    it("the outputs give the validity that the certificate has, past the year 2050 too", async () => {
      const { text } = await selfSigned({ validityPeriodHours: 30 * 365 * 24 });
      const certificate = new X509Certificate(text("certPem"));
      const [start, end] = [text("validityStartTime"), text("validityEndTime")];
      assert.match(start, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      assert.equal(Date.parse(certificate.validFrom), Date.parse(start));
      assert.equal(Date.parse(certificate.validTo), Date.parse(end));
      assert.equal(Date.parse(end) - Date.parse(start), 30 * 365 * 24 * 3_600_000);
    });

    it("setSubjectKeyId and setAuthorityKeyId add their identifiers to a self-signed certificate", async () => {
      const { text } = await selfSigned({ setSubjectKeyId: true, setAuthorityKeyId: true });
      const shown = describeCertificate(text("certPem"));
      const ids = [...shown.matchAll(/Key Identifier: \s+([0-9A-F:]+)\n/g)].map((id) => id[1]);
      assert.equal(ids.length, 2);
      assert.equal(ids[0], ids[1]);
    });

    const failsToSign = async (inputs: WireObject, message: RegExp | string) => {
      const ca = await selfSigned({ isCaCertificate: true, allowedUses: caUses });
      const urn = `urn:pulumi:s::p::${tokens.LocallySignedCert}::n`;
      const good = {
        allowedUses: [],
        validityPeriodHours: 1,
        caCertPem: ca.text("certPem"),
        caPrivateKeyPem: privateKeyPem,
        certRequestPem: await request(privateKeyPem, { subject: { commonName: "x" } }),
      };
      await assert.rejects(provider.create(urn, { ...good, ...inputs }), (error: Error) => {
        assert.doesNotMatch(error.message, /PRIVATE KEY-----|MII/);
        if (typeof message === "string") {
          assert.equal(error.message, message);
        } else {
          assert.match(error.message, message);
        }
        return true;
      });
    };

    it("a key that does not belong to the authority's certificate is refused by name", async () => {
      const other = (await create("PrivateKey", ecKey)).text("privateKeyPem");
      await failsToSign(
        { caPrivateKeyPem: other },
        'caPrivateKeyPem: not the key of the certificate in caCertPem, expected the private key of "CN=n"',
      );
    });

    it("a request whose signature does not fit is refused", async () => {
      const pem = await request(privateKeyPem, { subject: { commonName: "genuine" } });
      const [head, ...rest] = pem.trim().split("\n");
      const der = Buffer.from(rest.slice(0, -1).join(""), "base64");
      der.write("spoofed", der.indexOf("genuine"));
      const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
      const certRequestPem = [head, ...lines, rest.at(-1), ""].join("\n");
      await failsToSign(
        { certRequestPem },
        "certRequestPem: the signature does not fit the public key, expected a request signed with the key it is for",
      );
    });

    it("text that is no PEM, and a PEM of another type, are refused by name and type", async () => {
      await failsToSign(
        { caCertPem: "x" },
        "caCertPem: not in PEM format, expected a PEM block of type CERTIFICATE",
      );
      const csr = await request(privateKeyPem, {});
      await failsToSign(
        { caCertPem: csr },
        "caCertPem: got a PEM block of type CERTIFICATE REQUEST, expected a PEM block of type CERTIFICATE",
      );
      await failsToSign(
        { caPrivateKeyPem: csr },
        "caPrivateKeyPem: got a PEM block of type CERTIFICATE REQUEST, expected a PEM block of type RSA PRIVATE KEY or EC PRIVATE KEY or PRIVATE KEY",
      );
    });

    it("an authority without a subject is refused, whoever signs it", async () => {
      await failsToSign(
        { isCaCertificate: true, certRequestPem: await request(privateKeyPem, {}) },
        "isCaCertificate: the subject is empty, expected at least one attribute",
      );
    });

    it("a P224 key is made, but cannot sign", async () => {
      const key = await create("PrivateKey", { algorithm: "ECDSA" });
      assert.equal(key.outs.ecdsaCurve, "P224");
      assert.equal(createPrivateKey(key.text("privateKeyPem")).asymmetricKeyType, "ec");
      assert.deepEqual(
        [key.text("publicKeyOpenssh"), key.text("privateKeyOpenssh")],
        ["", ""],
        "OpenSSH has no such curve",
      );
      const urn = `urn:pulumi:s::p::${tokens.CertRequest}::n`;
      await assert.rejects(provider.create(urn, { privateKeyPem: key.text("privateKeyPem") }), {
        message: "privateKeyPem: cannot sign with curve P224, expected P256, P384 or P521",
      });
    });
  });

  describe("the keys", () => {
    for (const [name, inputs, first] of [
      ["RSA", { algorithm: "RSA" }, "-----BEGIN RSA PRIVATE KEY-----"],
      ["ECDSA", ecKey, "-----BEGIN EC PRIVATE KEY-----"],
      ["ECDSA P521", { algorithm: "ECDSA", ecdsaCurve: "P521" }, "-----BEGIN EC PRIVATE KEY-----"],
      ["ED25519", { algorithm: "ED25519" }, "-----BEGIN PRIVATE KEY-----"],
    ] as const) {
      it(`every form of an ${name} key is the same key, as openssl and ssh-keygen read it`, async () => {
        const key = await create("PrivateKey", inputs);
        const [pem, pkcs8] = [key.text("privateKeyPem"), key.text("privateKeyPemPkcs8")];
        assert.equal(pem.split("\n")[0], first);
        assert.equal(pkcs8.split("\n")[0], "-----BEGIN PRIVATE KEY-----");
        for (const form of [pem, pkcs8]) {
          assert.equal(openssl(["pkey", "-pubout"], form), key.text("publicKeyPem"));
        }
        const der = Buffer.from(
          key.text("publicKeyPem").replaceAll(/-----.*-----|\n/g, ""),
          "base64",
        );
        assert.equal(key.id, createHash("sha1").update(der).digest("hex"));

        const openssh = file("openssh", key.text("privateKeyOpenssh"));
        const keygen = (...args: string[]) =>
          execFileSync("ssh-keygen", args, { encoding: "utf8" });
        assert.equal(keygen("-y", "-f", openssh), key.text("publicKeyOpenssh"));
        const publicKey = file("openssh.pub", key.text("publicKeyOpenssh"));
        const fingerprint = (hash: string) =>
          keygen("-l", "-E", hash, "-f", publicKey).split(" ")[1];
        assert.equal(fingerprint("md5"), `MD5:${key.text("publicKeyFingerprintMd5")}`);
        assert.equal(fingerprint("sha256"), key.text("publicKeyFingerprintSha256"));
      });

      it(`getPublicKey finds the public half of an ${name} key in either form`, async () => {
        const key = await create("PrivateKey", inputs);
        for (const form of ["privateKeyPem", "privateKeyOpenssh"]) {
          const given: Record<string, Wire> = { [form]: key.text(form) };
          const { outputs } = await provider.invoke("tls:index/getPublicKey:getPublicKey", given);
          assert.equal(outputs.id, key.id);
          assert.equal(outputs.algorithm, inputs.algorithm);
          assert.equal(outputs.publicKeyPem, key.text("publicKeyPem"));
          assert.equal(outputs.publicKeyOpenssh, key.text("publicKeyOpenssh"));
        }
      });
    }

    it("rsaBits gives the size of the key", async () => {
      const key = await create("PrivateKey", { algorithm: "RSA", rsaBits: 3072 });
      const { asymmetricKeyDetails } = createPublicKey(key.text("publicKeyPem"));
      assert.equal(asymmetricKeyDetails?.modulusLength, 3072);
    });

    it("getPublicKey refuses an encrypted or damaged OpenSSH key without repeating it", async () => {
      const key = await create("PrivateKey", ecKey);
      const body = key.text("privateKeyOpenssh").replace(/\n[A-Za-z0-9+/]{64}\n/, "\nAAAA\n");
      await assert.rejects(
        provider.invoke("tls:index/getPublicKey:getPublicKey", { privateKeyOpenssh: body }),
        {
          message:
            "privateKeyOpenssh: not a readable private key, expected an unencrypted RSA, ECDSA or ED25519 key in OpenSSH format",
        },
      );
    });

    it("getCertificate describes a certificate, and does not fetch one", async () => {
      const key = await create("PrivateKey", ecKey);
      const made = await create("SelfSignedCert", {
        privateKeyPem: key.text("privateKeyPem"),
        allowedUses: [],
        validityPeriodHours: 1,
        subject: { organization: "O", commonName: "n" },
      });
      const content = made.text("certPem");
      const token = "tls:index/getCertificate:getCertificate";
      const { outputs } = await provider.invoke(token, { content });
      assert.deepEqual(outputs.certificates, [
        {
          certPem: content,
          isCa: false,
          issuer: "CN=n,O=O",
          maxPathLength: -1,
          notAfter: made.text("validityEndTime"),
          notBefore: made.text("validityStartTime"),
          publicKeyAlgorithm: "ECDSA",
          serialNumber: made.id,
          sha1Fingerprint: new X509Certificate(content).fingerprint
            .replaceAll(":", "")
            .toLowerCase(),
          signatureAlgorithm: "ECDSA-SHA256",
          subject: "CN=n,O=O",
          version: 3,
        },
      ]);
      await assert.rejects(provider.invoke(token, { url: "https://a.example" }), {
        message: 'url: got "https://a.example", which this stand-in cannot fetch, expected content',
      });
    });
  });
});
