import assert from "node:assert/strict";
import {
  specialOutputValueSig,
  specialSecretSig,
  specialSigKey,
  unknownValue,
} from "@pulumi/pulumi/runtime/rpc";
import { createProvider } from "../../../toolchain/plugins/provider";
import { randomPackage } from "../../../toolchain/plugins/random";
import { tlsPackage } from "../../../toolchain/plugins/tls";
import { hasSecret, reveal, type Wire, type WireObject } from "../../../toolchain/plugins/wire";

const tls = createProvider(tlsPackage, "0.0.0");
const random = createProvider(randomPackage, "0.0.0");

/** The URN of a resource inside of a component: its type follows that of its parent. */
function urn(type: string): string {
  return `urn:pulumi:s::p::istio-mesh:index:Parent$${type}::n`;
}

const key = urn("tls:index/privateKey:PrivateKey");
const selfSigned = urn("tls:index/selfSignedCert:SelfSignedCert");
const certRequest = urn("tls:index/certRequest:CertRequest");
const locallySigned = urn("tls:index/locallySignedCert:LocallySignedCert");
const password = urn("random:index/randomPassword:RandomPassword");

function secret(value: Wire): Wire {
  return { [specialSigKey]: specialSecretSig, value };
}

/** Inputs that check accepts; nothing in check reads the PEM texts. */
const certificate = {
  privateKeyPem: secret("pem"),
  allowedUses: ["server_auth"],
  validityPeriodHours: 48,
};

async function failures(type: string, inputs: WireObject): Promise<string[]> {
  const provider = type.includes("random:") ? random : tls;
  const checked = await provider.check(type, {}, inputs);
  return checked.failures.map(({ property, reason }) => `${property}: ${reason}`);
}

describe("what check refuses", () => {
  it("a property that does not exist, naming those that do", async () => {
    assert.deepEqual(await failures(key, { algorithm: "RSA", bits: 2048 }), [
      "bits: unknown property, expected one of algorithm, ecdsaCurve, rsaBits",
    ]);
  });

  it("a required property that is missing", async () => {
    assert.deepEqual(await failures(key, {}), [
      "algorithm: missing, expected one of RSA, ECDSA, ED25519",
    ]);
    assert.deepEqual(await failures(selfSigned, { privateKeyPem: "pem" }), [
      "allowedUses: missing, expected a list of strings",
      "validityPeriodHours: missing, expected an integer of at least 0",
    ]);
  });

  it("a value of the wrong type, and every one of them", async () => {
    assert.deepEqual(await failures(key, { algorithm: "DSA", ecdsaCurve: 256, rsaBits: "2048" }), [
      'algorithm: got "DSA", expected one of RSA, ECDSA, ED25519',
      "ecdsaCurve: got 256, expected one of P224, P256, P384, P521",
      'rsaBits: got "2048", expected an integer of at least 1024',
    ]);
    assert.deepEqual(
      await failures(selfSigned, {
        ...certificate,
        validityPeriodHours: 1.5,
        isCaCertificate: "yes",
        dnsNames: "a.example",
        subject: ["a"],
        maxPathLength: -2,
      }),
      [
        'isCaCertificate: got "yes", expected true or false',
        "maxPathLength: got -2, expected an integer of at least -1",
        "validityPeriodHours: got 1.5, expected an integer of at least 0",
        'dnsNames: got "a.example", expected a list of strings',
        "subject: got a list, expected an object with any of commonName, country, emailAddress, locality, organization, organizationalUnit, postalCode, province, serialNumber, streetAddresses",
      ],
    );
  });

  it("a value deep inside, by its path", async () => {
    assert.deepEqual(
      await failures(selfSigned, {
        ...certificate,
        subject: { commonName: 1, cn: "a", streetAddresses: ["a", 2] },
        ipAddresses: ["10.0.0.1", "10.0.0"],
        uris: ["a"],
      }),
      [
        'ipAddresses[1]: got "10.0.0", expected an IP address',
        'uris[0]: got "a", expected an absolute URI',
        "subject.commonName: got 1, expected a string",
        "subject.cn: unknown property, expected one of commonName, country, emailAddress, locality, organization, organizationalUnit, postalCode, province, serialNumber, streetAddresses",
        "subject.streetAddresses[1]: got 2, expected a string",
      ],
    );
    assert.deepEqual(await failures(password, { length: 8, keepers: { a: 1 } }), [
      "keepers.a: got 1, expected a string",
    ]);
  });

  it("a use in the spelling of the SDK's docstring, which the official plugin refuses too", async () => {
    const found = await failures(selfSigned, { ...certificate, allowedUses: ["certSigning"] });
    assert.equal(found.length, 1);
    assert.match(
      found[0] ?? "",
      /^allowedUses\[0\]: got "certSigning", expected one of any_extended, cert_signing, client_auth, /,
    );
  });

  it("a secret of the wrong type, without showing it", async () => {
    const inputs = { ...certificate, privateKeyPem: 4711 };
    assert.deepEqual(await failures(selfSigned, inputs), [
      "privateKeyPem: got a secret, expected a string",
    ]);
    assert.deepEqual(await failures(key, { algorithm: secret("hunter2") }), [
      "algorithm: got a secret, expected one of RSA, ECDSA, ED25519",
    ]);
  });

  it("no private key, two of them, or one whose changes nothing would show", async () => {
    const { allowedUses, validityPeriodHours } = certificate;
    const base = { allowedUses, validityPeriodHours };
    const expected = "expected exactly one of privateKeyPem, privateKeyPemWo";
    assert.deepEqual(await failures(selfSigned, base), [
      `privateKeyPem: neither is set, ${expected}`,
    ]);
    assert.deepEqual(await failures(certRequest, { privateKeyPem: "a", privateKeyPemWo: "b" }), [
      `privateKeyPem: both are set, ${expected}`,
    ]);
    assert.deepEqual(await failures(certRequest, { privateKeyPemWo: "b" }), [
      "privateKeyPemWoVersion: expected to be set together with privateKeyPemWo and only with it",
    ]);
    const ca = { caCertPem: "c", certRequestPem: "r", caPrivateKeyPemWo: "k" };
    assert.deepEqual(await failures(locallySigned, { ...base, ...ca }), [
      "caPrivateKeyPemWoVersion: expected to be set together with caPrivateKeyPemWo and only with it",
    ]);
  });

  it("an authority without a name, and a key identifier of nothing", async () => {
    assert.deepEqual(await failures(selfSigned, { ...certificate, isCaCertificate: true }), [
      "subject: empty, expected at least one attribute for a certificate authority",
    ]);
    assert.deepEqual(await failures(selfSigned, { ...certificate, setAuthorityKeyId: true }), [
      "setAuthorityKeyId: there is no subject key identifier to repeat, expected setSubjectKeyId or isCaCertificate",
    ]);
  });

  it("numbers of random resources that contradict each other", async () => {
    assert.deepEqual(await failures(password, { length: 3, minLower: 2, minNumeric: 2 }), [
      "length: got 3, expected at least 4, the sum of minLower, minNumeric, minSpecial, minUpper",
    ]);
    const off = { lower: false, numeric: false, special: false, upper: false };
    assert.deepEqual(await failures(password, { length: 3, ...off }), [
      "numeric: got false, expected true for at least one of lower, numeric, special, upper",
    ]);
    assert.deepEqual(await failures(password, { length: 3, number: true, numeric: false }), [
      "number: got true, expected the same as numeric, or numeric alone",
    ]);
    const integer = urn("random:index/randomInteger:RandomInteger");
    assert.deepEqual(await failures(integer, { min: 5, max: 1 }), [
      "max: got 1, expected at least min, which is 5",
    ]);
  });

  it("a resource type that the package does not have", async () => {
    await assert.rejects(async () => tls.check(urn("tls:index/x:X"), {}, {}), {
      message:
        'unknown resource type "tls:index/x:X", expected one of tls:index/privateKey:PrivateKey, tls:index/certRequest:CertRequest, tls:index/selfSignedCert:SelfSignedCert, tls:index/locallySignedCert:LocallySignedCert',
    });
  });

  it("is refused by create as well, all in one line", async () => {
    await assert.rejects(tls.create(key, { rsaBits: 1 }), {
      message:
        "algorithm: missing, expected one of RSA, ECDSA, ED25519; rsaBits: got 1, expected an integer of at least 1024",
    });
  });
});

describe("what check fills in", () => {
  it("the defaults of upstream", async () => {
    const { inputs } = await tls.check(key, {}, { algorithm: "RSA" });
    assert.deepEqual(inputs, { algorithm: "RSA", ecdsaCurve: "P224", rsaBits: 2048 });
    const checked = await random.check(password, {}, { length: 12 });
    assert.deepEqual(checked.inputs, {
      length: 12,
      lower: true,
      minLower: 0,
      minNumeric: 0,
      minSpecial: 0,
      minUpper: 0,
      number: true,
      numeric: true,
      special: true,
      upper: true,
    });
  });

  it("number and numeric from each other", async () => {
    const each: WireObject[] = [{ number: false }, { numeric: false }];
    for (const given of each) {
      const { inputs, failures: found } = await random.check(password, {}, { length: 1, ...given });
      assert.deepEqual([inputs.number, inputs.numeric, found], [false, false, []]);
    }
  });
});

describe("what a change does", () => {
  /** Another valid value of an input's type than `1`, `"a"`, `true` and their lists. */
  const other: Readonly<Record<string, Wire>> = {
    string: "changed",
    integer: 4242,
    boolean: "flipped",
    list: ["changed"],
    map: { a: "changed" },
    object: { commonName: "changed" },
  };

  const updatesInPlace = ["earlyRenewalHours"];
  const neverCompared = ["caPrivateKeyPemWo", "privateKeyPemWo"];

  for (const { name, resources } of [tlsPackage, randomPackage]) {
    const provider = name === "tls" ? tls : random;
    for (const { token, inputs } of resources) {
      it(`${token} is replaced by a change of any input but earlyRenewalHours`, async () => {
        assert.deepEqual(await provider.diff("id", urn(token), {}, {}), {
          changes: false,
          replaces: [],
        });
        for (const [property, { type }] of Object.entries(inputs)) {
          const news = { [property]: other[type.kind] ?? null };
          const expected = neverCompared.includes(property)
            ? { changes: false, replaces: [] }
            : { changes: true, replaces: updatesInPlace.includes(property) ? [] : [property] };
          assert.deepEqual(await provider.diff("id", urn(token), {}, news), expected, property);
        }
      });
    }
  }

  it("a value that becomes a secret has not changed", async () => {
    const olds = { ...certificate, privateKeyPem: "pem" };
    const diff = await tls.diff("id", selfSigned, olds, certificate);
    assert.deepEqual(diff, { changes: false, replaces: [] });
  });

  it("state that lacks a property with a default is not replaced for it", async () => {
    const { inputs } = await tls.check(selfSigned, {}, certificate);
    const diff = await tls.diff("id", selfSigned, certificate, inputs);
    assert.deepEqual(diff, { changes: false, replaces: [] });
  });

  it("removing an input is a change", async () => {
    const olds = { ...certificate, dnsNames: ["a.example"] };
    const diff = await tls.diff("id", selfSigned, olds, certificate);
    assert.deepEqual(diff, { changes: true, replaces: ["dnsNames"] });
  });

  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

  it("a certificate is replaced once its early renewal has begun, by the program's hours", async () => {
    for (const type of [selfSigned, locallySigned]) {
      const olds = { ...certificate, earlyRenewalHours: 0, validityEndTime: inHours(10) };
      const diff = (earlyRenewalHours: number) =>
        tls.diff("id", type, olds, { ...certificate, earlyRenewalHours });
      assert.deepEqual(await diff(9), { changes: true, replaces: [] });
      assert.deepEqual(await diff(11), { changes: true, replaces: ["readyForRenewal"] });
    }
  });

  it("an expired certificate is replaced without any early renewal", async () => {
    const olds = { ...certificate, validityEndTime: inHours(-1) };
    const diff = await tls.diff("id", selfSigned, olds, certificate);
    assert.deepEqual(diff, { changes: true, replaces: ["readyForRenewal"] });
  });

  it("a refresh shows that a certificate is ready for renewal, by the state's hours", async () => {
    for (const [hours, ready] of [
      [9, false],
      [11, true],
    ] as const) {
      const state = { earlyRenewalHours: hours, validityEndTime: inHours(10), certPem: "c" };
      const { id, props } = await tls.read("7", selfSigned, state);
      assert.deepEqual([id, props], ["7", { ...state, readyForRenewal: ready }]);
    }
  });

  it("an update keeps the certificate and takes the new inputs", async () => {
    const olds = {
      ...certificate,
      earlyRenewalHours: 0,
      certPem: "c",
      keyAlgorithm: "RSA",
      readyForRenewal: false,
      validityStartTime: inHours(-1),
      validityEndTime: inHours(47),
    };
    const { inputs } = await tls.check(selfSigned, {}, { ...certificate, earlyRenewalHours: 5 });
    const { outs } = await tls.update("7", selfSigned, olds, inputs);
    assert.deepEqual(outs, {
      ...olds,
      ...inputs,
      earlyRenewalHours: 5,
    });
  });

  it("importing is refused: there is nothing outside of the state to read", async () => {
    await assert.rejects(tls.read("7", key), {
      message: `${key}: import of id "7" is not supported, expected a resource that this stack has created`,
    });
  });
});

describe("a preview", () => {
  const unknownOutput: Wire = { [specialSigKey]: specialOutputValueSig };

  for (const [what, value] of [
    ["an unknown", unknownValue],
    ["a secret unknown", secret(unknownValue)],
    ["an output without a value", unknownOutput],
  ] as const) {
    it(`passes ${what} through check and plans the replacement`, async () => {
      const news = { ...certificate, privateKeyPem: value, subject: { commonName: value } };
      const checked = await tls.check(selfSigned, {}, news);
      assert.deepEqual(checked.failures, []);
      assert.equal(hasSecret(checked.inputs.privateKeyPem ?? null), true);
      const diff = await tls.diff("id", selfSigned, certificate, checked.inputs);
      assert.deepEqual(diff, { changes: true, replaces: ["privateKeyPem", "subject"] });
    });
  }

  it("still refuses what is wrong beside an unknown", async () => {
    const found = await failures(key, { algorithm: unknownValue, rsaBits: "x" });
    assert.deepEqual(found, ['rsaBits: got "x", expected an integer of at least 1024']);
  });

  it("does not judge rules between properties before all of them are known", async () => {
    assert.deepEqual(await failures(password, { length: unknownValue, minLower: 9 }), []);
    assert.deepEqual(await failures(certRequest, { privateKeyPem: unknownValue }), []);
  });

  it("never gets as far as create", async () => {
    await assert.rejects(tls.create(key, { algorithm: unknownValue }), {
      message: "algorithm: not known yet, expected a value",
    });
  });
});

describe("secrets", () => {
  const isSecret = (value: Wire | undefined) => value !== undefined && hasSecret(value);

  it("private outputs leave the provider as secrets, public ones do not", async () => {
    const { outs } = await tls.create(key, { algorithm: "ED25519" });
    const concealed = Object.keys(outs).filter((name) => isSecret(outs[name]));
    assert.deepEqual(concealed.sort(), [
      "privateKeyOpenssh",
      "privateKeyPem",
      "privateKeyPemPkcs8",
    ]);
    const made = await random.create(password, { length: 8 });
    const hidden = Object.keys(made.outs).filter((name) => isSecret(made.outs[name]));
    assert.deepEqual(hidden.sort(), ["bcryptHash", "result"]);
    assert.equal(made.id, "none");
  });

  it("a private key that the program did not call a secret becomes one", async () => {
    const inputs = { ...certificate, privateKeyPem: "pem" };
    const checked = await tls.check(selfSigned, {}, inputs);
    assert.deepEqual(checked.inputs.privateKeyPem, secret("pem"));
  });

  it("an input that came as a secret leaves as one, wherever the secret is inside of it", async () => {
    const made = await random.create(urn("random:index/randomPet:RandomPet"), {
      keepers: { plain: "a", hidden: secret("b") },
      prefix: secret("p"),
    });
    assert.deepEqual(made.outs.keepers, { plain: "a", hidden: secret("b") });
    assert.deepEqual(made.outs.prefix, secret("p"));
  });

  it("a write-only key signs, and is in no output", async () => {
    const { outs: keys } = await tls.create(key, { algorithm: "ED25519" });
    const pem = reveal(keys.privateKeyPem ?? null) as string;
    const { outs } = await tls.create(certRequest, {
      privateKeyPemWo: secret(pem),
      privateKeyPemWoVersion: 1,
    });
    assert.ok(!("privateKeyPemWo" in outs));
    assert.ok(!JSON.stringify(outs).includes(pem.split("\n")[1] ?? pem));
    assert.equal(outs.privateKeyPemWoVersion, 1);
    assert.match(JSON.stringify(outs.certRequestPem), /^"-----BEGIN CERTIFICATE REQUEST-----/);
  });

  it("a refresh and an update keep secrets secret, even where the state has lost the mark", async () => {
    const state = { algorithm: "RSA", privateKeyPem: "pem", publicKeyPem: "pub" };
    const { props } = await tls.read("id", key, state);
    assert.deepEqual(props, { ...state, privateKeyPem: secret("pem") });
    const { outs } = await tls.update("id", key, state, { algorithm: "RSA" });
    assert.deepEqual(outs.privateKeyPem, secret("pem"));
  });

  it("a function returns a private key that it was given as a secret", async () => {
    const { outs } = await tls.create(key, { algorithm: "ED25519" });
    const privateKeyPem = reveal(outs.privateKeyPem ?? null) as string;
    const { outputs } = await tls.invoke("tls:index/getPublicKey:getPublicKey", { privateKeyPem });
    assert.deepEqual(outputs.privateKeyPem, secret(privateKeyPem));
    assert.equal(isSecret(outputs.publicKeyPem), false);
  });

  it("a broken private key is refused without repeating any of it", async () => {
    const broken = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n";
    await assert.rejects(tls.create(certRequest, { privateKeyPem: broken }), {
      message:
        "privateKeyPem: not a readable private key, expected an unencrypted RSA, ECDSA or ED25519 private key",
    });
  });
});
