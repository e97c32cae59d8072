import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { checkIntermediate } from "../../../../stacks/certificates/check-intermediate";
import { type Authority, day, makeAuthority, oldForm } from "../../../support/authorities";

const now = day(0);
const clientAuth = "1.3.6.1.5.5.7.3.2";

interface Upload {
  readonly cert: string;
  readonly key: string;
  readonly chain?: string;
  /** The root, unless it is the common one. */
  readonly root?: string;
}

let root: Authority;
let middle: Authority;
let own: Authority;
let below: Authority;

type Wishes = Partial<Parameters<typeof makeAuthority>[0]>;

const issue = (wishes: Wishes = {}) => makeAuthority({ name: "own", issuer: root, ...wishes });
const issueMiddle = (wishes: Wishes = {}) => issue({ name: "middle", ...wishes });
const joined = (...authorities: readonly Authority[]) =>
  authorities.map((one) => one.cert).join("");

/** An upload with the middle between root and own. */
async function through(between: Authority, wishes: Wishes = {}): Promise<Upload> {
  const { cert, key } = await issue({ issuer: between, ...wishes });
  return { cert, key, chain: between.cert };
}

function openssl(args: readonly string[], options: { cwd?: string; input?: string }): string {
  return execFileSync("openssl", args, { ...options, encoding: "utf8", stdio: "pipe" });
}

/** A certificate for a key, signed with MD5, which the library does not know. */
async function withMd5({ keys }: Authority, issuer: Authority): Promise<string> {
  const { cert } = await makeAuthority({ name: "own", keys });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "md5-"));
  try {
    fs.writeFileSync(path.join(folder, "ca"), issuer.cert + issuer.key);
    const args = ["x509", "-CA", "ca", "-set_serial", "7", "-md5", "-preserve_dates"];
    return openssl(args, { cwd: folder, input: cert });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** What `openssl verify` says, with the root trusted and the chain at hand. */
function opensslVerify({ cert, chain, ...upload }: Upload): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "verify-"));
  try {
    fs.writeFileSync(path.join(folder, "cert"), cert);
    fs.writeFileSync(path.join(folder, "chain"), chain ?? cert);
    fs.writeFileSync(path.join(folder, "root"), upload.root ?? root.cert);
    const args = ["verify", "-CAfile", "root", "-untrusted", "chain", "cert"];
    return openssl(args, { cwd: folder });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** The problems, one text each: `cert: is not …`. */
function problems({ root: other, ...upload }: Upload): string[] {
  const found = checkIntermediate(upload, other ?? root.cert, now);
  for (const { message } of found) {
    assert.doesNotMatch(message, /[A-Za-z0-9+/]{40}/, "no message has a part of a key");
  }
  return found.map(({ field, message }) => `${field}: ${message}`);
}

const notPem = (type: string) =>
  `is not PEM, expected a line "-----BEGIN ${type}-----" that nothing stands before, no space either`;
const foreignKey = "key: does not belong to the certificate, give the key that it was issued for";
const noAuthority =
  "is no certificate authority, istiod could not sign with it; issue it with basicConstraints CA:TRUE";
const mayNotSign =
  "may not sign certificates, its key usage lacks keyCertSign; issue it with that or without a key usage";
const notForServers =
  "limits the extended key usage and lacks serverAuth, so connections would fail; issue it with serverAuth and clientAuth or without an extended key usage";
const ended = (days: number) => `ended at ${day(days).toISOString()}, renew it`;
const weak = (hash: string) =>
  `is signed with ${hash}, which istiod does not accept; issue it with SHA-256`;
const otherOf = (name: string) =>
  `was signed by another certificate named "CN=${name}" than the one that is given, give that one or have this one issued anew`;
const keyOfRoot =
  'cert: has the key of the root "CN=root", which should stay offline; give an intermediate with a key of its own';

const good: readonly [rule: string, make: () => Upload | Promise<Upload>][] = [
  ["no chain, if the root itself has issued it", () => own],
  ["a chain with what is between it and the root", () => ({ ...below, chain: middle.cert })],
  [
    "a chain that begins with itself and ends with the root, as cert-chain.pem of Istio does",
    () => ({ ...below, chain: joined(below, middle, root) }),
  ],
  ["a chain in another order", () => ({ ...below, chain: joined(root, middle, below) })],
  ["certificates in the chain that nobody needs", () => ({ ...own, chain: joined(middle, below) })],
  [
    "CRLF line ends",
    () => ({
      cert: below.cert.replaceAll("\n", "\r\n"),
      key: below.key.replaceAll("\n", "\r\n"),
      chain: middle.cert.replaceAll("\n", "\r\n"),
    }),
  ],
  [
    "text before its PEM, as openssl x509 -text writes it",
    () => ({
      ...own,
      cert: openssl(["x509", "-text"], { input: own.cert }),
    }),
  ],
  ["a key in the form of SEC 1", () => ({ ...own, key: oldForm(own) })],
  ["an RSA key", () => issue({ algorithm: "RSA" })],
  [
    "an RSA key in the form of PKCS #1",
    async () => {
      const one = await issue({ algorithm: "RSA" });
      return { cert: one.cert, key: oldForm(one) };
    },
  ],
  [
    "an RSA root",
    async () => {
      const issuer = await makeAuthority({ name: "root", algorithm: "RSA" });
      return { ...(await issue({ issuer })), root: issuer.cert };
    },
  ],
  [
    "path lengths that are just enough",
    async () => {
      const issuer = await makeAuthority({ name: "root", pathLength: 2 });
      const between = await issueMiddle({ issuer, pathLength: 1 });
      return { ...(await through(between, { pathLength: 0 })), root: issuer.cert };
    },
  ],
  ["no key usage", () => issue({ keyUsages: "none" })],
];

const bad: readonly [rule: string, make: () => Upload | Promise<Upload>, found: string[]][] = [
  [
    "nothing can be read",
    () => ({ cert: "canary", key: "canary", chain: "canary" }),
    [
      `cert: ${notPem("CERTIFICATE")}`,
      `key: ${notPem("PRIVATE KEY")}`,
      `chain: ${notPem("CERTIFICATE")}`,
    ],
  ],
  [
    "certificate and key are exchanged",
    () => ({ cert: own.key, key: own.cert }),
    [
      "cert: holds a private key, expected certificates only; give the key as key",
      "key: begins with a certificate, expected a private key and nothing before it",
    ],
  ],
  [
    "there is a chain where one certificate belongs",
    () => ({ ...below, cert: joined(below, middle, root) }),
    ["cert: holds 3 certificates, expected exactly one; put those above it into chain"],
  ],
  [
    "the chain has a key",
    () => ({ ...below, chain: middle.cert + middle.key }),
    ["chain: holds a private key, expected certificates only; give the key as key"],
  ],
  ["it is the root itself", () => root, [keyOfRoot]],
  ["it has the root's key under another name", () => issue({ keys: root.keys }), [keyOfRoot]],
  ["it is no authority", () => issue({ isCa: false }), [`cert: ${noAuthority}`]],
  [
    "it may not sign certificates",
    () => issue({ keyUsages: "digitalSignature" }),
    [`cert: ${mayNotSign}`],
  ],
  ["it has ended", () => issue({ from: -9, to: -2 }), [`cert: ${ended(-2)}`]],
  [
    "it has not begun",
    () => issue({ from: 3 }),
    [`cert: is not valid before ${day(3).toISOString()}, wait or issue it again`],
  ],
  [
    "it is not for servers",
    () => issue({ extendedKeyUsages: [clientAuth] }),
    [`cert: ${notForServers}`],
  ],
  ["it is signed with SHA-1", () => issue({ hash: "SHA-1" }), [`cert: ${weak("SHA-1")}`]],
  [
    "it is signed with SHA-1 by an RSA key",
    async () => {
      const issuer = await makeAuthority({ name: "root", algorithm: "RSA" });
      return { ...(await issue({ issuer, hash: "SHA-1" })), root: issuer.cert };
    },
    [`cert: ${weak("SHA-1")}`],
  ],
  [
    "it is signed with MD5",
    async () => {
      const issuer = await makeAuthority({ name: "root", algorithm: "RSA" });
      return { ...own, cert: await withMd5(own, issuer), root: issuer.cert };
    },
    [`cert: ${weak("MD5")}`],
  ],
  [
    "it has a critical extension that Go does not know",
    () => issue({ critical: { "1.2.3.4": [5, 0] } }),
    [
      "cert: has the critical extension 1.2.3.4, which istiod does not know and so refuses; issue it without",
    ],
  ],
  [
    "an extension is malformed",
    () =>
      issue({
        keyUsages: "none",
        critical: { "2.5.29.15": [1] },
      }),
    ["cert: has extensions that cannot be read, issue it again"],
  ],
  ["the key is another's", () => ({ ...own, key: below.key }), [foreignKey]],
  [
    "the key is encrypted and the certificate has ended",
    async () => {
      const one = await issue({ to: -0.5 });
      return { cert: one.cert, key: oldForm(one, "canary") };
    },
    [
      `cert: ${ended(-0.5)}`,
      "key: is encrypted, and istiod cannot ask for a passphrase; decrypt it: openssl pkey -in FILE -out FILE",
    ],
  ],
  [
    "its issuer is missing",
    () => below,
    [
      'chain: lacks "CN=middle", which has issued "CN=below"; add it, and those above it up to the root "CN=root"',
    ],
  ],
  [
    "its issuer is missing from a chain of others",
    () => ({ ...below, chain: joined(below, own, root) }),
    [
      'chain: lacks "CN=middle", which has issued "CN=below"; add it, and those above it up to the root "CN=root"',
    ],
  ],
  [
    "the issuer of its issuer is missing",
    async () => {
      const upper = await issue({ name: "upper" });
      return through(await issueMiddle({ issuer: upper }));
    },
    [
      'chain: lacks "CN=upper", which has issued "CN=middle"; add it, and those above it up to the root "CN=root"',
    ],
  ],
  [
    "another root of the same name has issued it",
    async () => issue({ issuer: await makeAuthority({ name: "root" }) }),
    [`cert: ${otherOf("root")}`],
  ],
  [
    "another root of the same name, which is in the chain, has issued it",
    async () => {
      const twin = await makeAuthority({ name: "root" });
      return { ...(await issue({ issuer: twin })), chain: twin.cert };
    },
    [`chain: "CN=root" ${otherOf("root")}`],
  ],
  [
    "its issuer was made anew under the same name",
    async () => ({ ...below, chain: joined(await issueMiddle()) }),
    [`cert: ${otherOf("middle")}`],
  ],
  [
    "another root of the same name has issued its issuer",
    async () => through(await issueMiddle({ issuer: await makeAuthority({ name: "root" }) })),
    [`chain: "CN=middle" ${otherOf("root")}`],
  ],
  [
    "the chain leads to another root",
    async () => {
      const other = await makeAuthority({ name: "other" });
      return { ...(await issue({ issuer: other })), chain: other.cert };
    },
    [
      'chain: leads to the root "CN=other" instead of "CN=root", give an intermediate of that or upload the other root',
    ],
  ],
  [
    "it is another root",
    () => makeAuthority({ name: "other" }),
    ['cert: is a root itself and not below "CN=root", give an intermediate that this has issued'],
  ],
  [
    "two of the chain have issued each other",
    async () => {
      const first = await issueMiddle();
      const second = await issue({ name: "second", issuer: first });
      const again = await issueMiddle({ issuer: second, keys: first.keys });
      return through(second).then((upload) => ({ ...upload, chain: joined(second, again) }));
    },
    [
      'chain: lacks "CN=second", which has issued "CN=middle"; add it, and those above it up to the root "CN=root"',
    ],
  ],
  [
    "its issuer is no authority",
    async () => through(await issueMiddle({ isCa: false })),
    [`chain: "CN=middle" ${noAuthority}`],
  ],
  [
    "its issuer may not sign certificates",
    async () => through(await issueMiddle({ keyUsages: "digitalSignature" })),
    [`chain: "CN=middle" ${mayNotSign}`],
  ],
  [
    "its issuer has ended",
    async () => through(await issueMiddle({ from: -9, to: -2 })),
    [`chain: "CN=middle" ${ended(-2)}`],
  ],
  [
    "its issuer is not for servers",
    async () => through(await issueMiddle({ extendedKeyUsages: [clientAuth] })),
    [`chain: "CN=middle" ${notForServers}`],
  ],
  [
    "its issuer is signed with SHA-1",
    async () => through(await issueMiddle({ hash: "SHA-1" })),
    [`chain: "CN=middle" ${weak("SHA-1")}`],
  ],
  [
    "its issuer allows no authority below",
    async () => through(await issueMiddle({ pathLength: 0 })),
    [
      'chain: "CN=middle" has path length 0, and 1 authority below it; issue it with 1 or more, or without',
    ],
  ],
  [
    "the root allows one authority below, and there are two",
    async () => {
      const issuer = await makeAuthority({ name: "root", pathLength: 1 });
      return { ...(await through(await issueMiddle({ issuer }))), root: issuer.cert };
    },
    [
      'chain: "CN=root" has path length 1, and 2 authorities below it; issue it with 2 or more, or without',
    ],
  ],
  [
    "one of two authorities below the root is its own issuer, which Go counts nevertheless",
    async () => {
      const issuer = await makeAuthority({ name: "root", pathLength: 1 });
      const rollover = await makeAuthority({ name: "root", issuer });
      return { ...(await through(rollover)), root: issuer.cert };
    },
    [
      'chain: "CN=root" has path length 1, and 2 authorities below it; issue it with 2 or more, or without',
    ],
  ],
  [
    "the root has ended",
    async () => {
      const issuer = await makeAuthority({ name: "root", to: -0.5 });
      return { ...(await issue({ issuer })), root: issuer.cert };
    },
    [`chain: "CN=root" ${ended(-0.5)}`],
  ],
  [
    "it spells the issuer's name with other bytes",
    () => issue({ issuerName: [{ CN: [`#0c04${Buffer.from("root").toString("hex")}`] }] }),
    [
      'cert: names its issuer "CN=root" in another encoding (such as UTF8String for PrintableString), where istiod compares bytes; issue it again with that very certificate',
    ],
  ],
  [
    "the root cannot be read",
    () => ({ ...own, root: "canary" }),
    [`chain: cannot be checked, the root ${notPem("CERTIFICATE")}`],
  ],
];

describe("an uploaded intermediate", () => {
  before(async () => {
    root = await makeAuthority({ name: "root" });
    middle = await issueMiddle();
    own = await issue();
    below = await issue({ name: "below", issuer: middle });
  });

  for (const [rule, make] of good) {
    it(`may have ${rule}; openssl verifies it too`, async () => {
      const { cert, key, chain, root: other } = await make();
      const upload = { cert, key, ...(chain && { chain }), ...(other && { root: other }) };
      assert.deepEqual(problems(upload), []);
      assert.match(opensslVerify(upload), /: OK\n$/);
    });
  }

  for (const [rule, make, found] of bad) {
    it(`is refused if ${rule}`, async () => {
      assert.deepEqual(problems(await make()), found);
    });
  }
});
