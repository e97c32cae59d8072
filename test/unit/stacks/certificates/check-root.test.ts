import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { checkRoot } from "../../../../stacks/certificates/check-root";
import {
  type Authority,
  type AuthorityWishes,
  day,
  makeAuthority,
  oldForm,
} from "../../../support/authorities";

const now = day(0);
const serverAuth = "1.3.6.1.5.5.7.3.1";
const clientAuth = "1.3.6.1.5.5.7.3.2";

const notPem = (type: string) =>
  `is not PEM, expected a line "-----BEGIN ${type}-----" that nothing stands before, no space either`;
const foreignKey = "does not belong to the certificate, give the key that it was issued for";

/** The problems, one text each: `cert: is not …`. */
function problems(cert: string, key?: string, at = now): string[] {
  const found = checkRoot({ cert, key }, at).map(({ field, message }) => `${field}: ${message}`);
  for (const message of found) {
    assert.doesNotMatch(message, /[A-Za-z0-9+/]{40}/, "no message has a part of a key");
  }
  return found;
}

const good: readonly [rule: string, wishes: Partial<AuthorityWishes>][] = [
  ["an ECDSA key", {}],
  ["a larger ECDSA key", { algorithm: "P-384" }],
  ["an RSA key", { algorithm: "RSA" }],
  ["room for one intermediate", { pathLength: 1 }],
  ["no key usage", { keyUsages: "none" }],
  [
    "an extended key usage that has servers and clients",
    { extendedKeyUsages: [clientAuth, serverAuth] },
  ],
  ["an extended key usage for any purpose", { extendedKeyUsages: ["2.5.29.37.0"] }],
  ["a weak signature by itself, which nobody verifies", { hash: "SHA-1" }],
];

/** What one wish makes wrong. */
const bad: readonly [rule: string, wishes: Partial<AuthorityWishes>, message: string][] = [
  [
    "is no authority",
    { isCa: false },
    "is no certificate authority, istiod could not sign with it; issue it with basicConstraints CA:TRUE",
  ],
  [
    "may not sign certificates",
    { keyUsages: "digitalSignature" },
    "may not sign certificates, its key usage lacks keyCertSign; issue it with that or without a key usage",
  ],
  ["has ended", { from: -9, to: -2 }, `ended at ${day(-2).toISOString()}, renew it`],
  [
    "has not begun",
    { from: 3 },
    `is not valid before ${day(3).toISOString()}, wait or issue it again`,
  ],
  [
    "allows no intermediate",
    { pathLength: 0 },
    "has path length 0, which allows no intermediate; issue it with 1 or more, or without",
  ],
  [
    "is not for servers",
    { extendedKeyUsages: [clientAuth] },
    "limits the extended key usage and lacks serverAuth, so connections would fail; issue it with serverAuth and clientAuth or without an extended key usage",
  ],
  [
    "is not for clients, as workloads are too",
    { extendedKeyUsages: [serverAuth] },
    "limits the extended key usage and lacks clientAuth, so connections would fail; issue it with serverAuth and clientAuth or without an extended key usage",
  ],
  [
    "is for other things",
    { extendedKeyUsages: ["1.3.6.1.5.5.7.3.3"] },
    "limits the extended key usage and lacks serverAuth and clientAuth, so connections would fail; issue it with serverAuth and clientAuth or without an extended key usage",
  ],
  ["has no subject", { name: undefined }, "has no subject, issue it with a name"],
];

describe("an uploaded root", () => {
  let root: Authority;
  let other: Authority;
  before(async () => {
    root = await makeAuthority({ name: "root" });
    other = await makeAuthority({ name: "other", algorithm: "RSA" });
  });

  for (const [rule, wishes] of good) {
    it(`may have ${rule}`, async () => {
      const one = await makeAuthority({ name: "root", ...wishes });
      assert.deepEqual(problems(one.cert, one.key), []);
      assert.deepEqual(problems(one.cert, oldForm(one)), []);
      assert.deepEqual(problems(one.cert), []);
    });
  }

  for (const [rule, wishes, message] of bad) {
    it(`is refused if it ${rule}, with a key or without`, async () => {
      const one = await makeAuthority({ name: "root", ...wishes });
      assert.deepEqual(problems(one.cert, one.key), [`cert: ${message}`]);
      assert.deepEqual(problems(one.cert), [`cert: ${message}`]);
    });
  }

  it("is valid from its first to its last second", async () => {
    const { cert } = await makeAuthority({ name: "root", from: -1, to: 30 });
    assert.deepEqual(problems(cert, undefined, day(-1)), []);
    assert.deepEqual(problems(cert, undefined, day(30)), []);
    assert.equal(problems(cert, undefined, new Date(day(-1).getTime() - 1)).length, 1);
    assert.equal(problems(cert, undefined, new Date(day(30).getTime() + 1)).length, 1);
  });

  it("is refused for a key of a kind that Go does not know", () => {
    const args = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp256k1", "-nodes"];
    const pem = execFileSync("openssl", ["req", ...args, "-subj", "/CN=root", "-keyout", "-"], {
      encoding: "utf8",
      stdio: "pipe",
    });
    assert.deepEqual(
      problems(pem.slice(pem.indexOf("-----BEGIN CERTIFICATE")), undefined, day(1)),
      [
        "cert: has a key that istiod does not know (secp256k1), use RSA, ECDSA on P-256, P-384 or P-521, or Ed25519",
      ],
    );
  });

  it("is refused if it cannot be read, and the key is looked at all the same", () => {
    assert.deepEqual(problems("canary", "canary"), [
      `cert: ${notPem("CERTIFICATE")}`,
      `key: ${notPem("PRIVATE KEY")}`,
    ]);
    assert.deepEqual(problems("canary", root.key), [`cert: ${notPem("CERTIFICATE")}`]);
  });

  it("is refused if it is a bundle", () => {
    const message = "cert: holds 2 certificates, expected exactly one; give the root alone";
    assert.deepEqual(problems(root.cert + other.cert, root.key), [message]);
    assert.deepEqual(problems(root.cert + root.cert, other.key), [message]);
  });

  it("is refused if another has issued it, whatever else that one would lack as a root", async () => {
    const wishes = { name: "intermediate", issuer: root, pathLength: 0, to: -0.5 };
    const { cert, key } = await makeAuthority(wishes);
    assert.deepEqual(problems(cert, key), [
      'cert: is no root, "CN=root" has issued it; give the root itself, which is its own issuer',
    ]);
  });

  it("is refused if another of its own name has signed it", async () => {
    const { cert } = await makeAuthority({ name: "root", issuer: root });
    assert.deepEqual(problems(cert), [
      'cert: is no root, another certificate named "CN=root" has signed it; give that one',
    ]);
  });

  it("is refused for the key of another", () => {
    assert.deepEqual(problems(root.cert, other.key), [`key: ${foreignKey}`]);
    assert.deepEqual(problems(other.cert, root.key), [`key: ${foreignKey}`]);
  });

  it("is refused for a key of the same kind that is not its own", async () => {
    const twin = await makeAuthority({ name: "root" });
    assert.deepEqual(problems(root.cert, twin.key), [`key: ${foreignKey}`]);
  });

  it("has all its problems told at once", async () => {
    const one = await makeAuthority({
      name: "root",
      isCa: false,
      keyUsages: "digitalSignature",
      to: -0.5,
      extendedKeyUsages: [clientAuth],
    });
    assert.deepEqual(
      problems(one.cert, oldForm(one, "canary")).map((text) => text.split(",")[0]),
      [
        "cert: is no certificate authority",
        "cert: may not sign certificates",
        `cert: ended at ${day(-0.5).toISOString()}`,
        "cert: limits the extended key usage and lacks serverAuth",
        "key: is encrypted",
      ],
    );
  });
});
