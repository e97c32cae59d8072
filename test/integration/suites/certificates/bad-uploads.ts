import assert from "node:assert/strict";
import { type Authority, makeAuthority, oldForm } from "../../../support/authorities";
import type { MeshUnderTest } from "../../support/mesh-under-test";
import type { Company } from "./uploads";

/** Files that are not as they should be, and what is said of them. */
interface BadUpload {
  readonly files: Readonly<Record<string, string>>;
  readonly expected: RegExp;
}

const eastWith = ({ cert, key }: Authority) => ({ "pki/east.pem": cert, "pki/east-key.pem": key });

/** Kinds of bad uploads, each of which Go refuses as well: see the unit tests of stacks/certificates. */
async function kinds({ root, east, west }: Company): Promise<BadUpload[]> {
  const below = (wishes: Partial<Parameters<typeof makeAuthority>[0]>) =>
    makeAuthority({ name: "Company East", issuer: root, ...wishes });
  const otherRoot = await makeAuthority({ name: "Other Root" });
  const impostor = await makeAuthority({ name: "Company Root" });
  return [
    {
      files: { "pki/east.pem": "not a certificate" },
      expected: /clusters\[0\]\.intermediate\.upload\.cert: is not PEM/,
    },
    {
      files: { "pki/east.pem": east.cert.replace(/\n[A-Za-z0-9+/]{10}/, "\n!!!!!!!!!!") },
      expected: /upload\.cert: block 1 is no certificate/,
    },
    {
      files: { "pki/east.pem": east.key },
      expected: /upload\.cert: holds a private key, expected certificates only/,
    },
    {
      files: { "pki/east-key.pem": oldForm(east, "passphrase") },
      expected: /upload\.key: is encrypted, and istiod cannot ask for a passphrase/,
    },
    {
      files: { "pki/east-key.pem": west.key },
      expected: /upload\.key: does not belong to the certificate/,
    },
    {
      files: eastWith(await below({ isCa: false })),
      expected: /upload\.cert: is no certificate authority/,
    },
    {
      files: eastWith(await below({ keyUsages: "digitalSignature" })),
      expected: /upload\.cert: may not sign certificates, its key usage lacks keyCertSign/,
    },
    {
      files: eastWith(await below({ from: -3, to: -2 })),
      expected: /upload\.cert: ended at .*, renew it/,
    },
    {
      files: eastWith(await below({ from: 2, to: 3 })),
      expected: /upload\.cert: is not valid before/,
    },
    {
      files: eastWith(await below({ issuer: otherRoot })),
      expected: /upload\.\w+: lacks "CN=Other Root"/,
    },
    {
      files: eastWith(await below({ issuer: impostor })),
      expected: /upload\.\w+: was signed by another certificate named "CN=Company Root"/,
    },
    {
      files: { "pki/west-chain.pem": east.cert },
      expected: /clusters\[1\]\.intermediate\.upload\.chain: lacks "CN=Company Middle"/,
    },
    {
      files: {
        "pki/root.pem": (await makeAuthority({ name: "Company Root", pathLength: 0 })).cert,
      },
      expected: /certificates\.root\.upload\.cert: has path length 0, which allows no intermediate/,
    },
    {
      files: { "pki/root.pem": root.cert + otherRoot.cert },
      expected: /certificates\.root\.upload\.cert: holds 2 certificates, expected exactly one/,
    },
    {
      files: { "pki/root.pem": otherRoot.cert, ...eastWith(await below({ issuer: otherRoot })) },
      expected:
        /clusters\[1\]\.intermediate\.upload\.\w+: leads to the root|lacks "CN=Company Root"/,
    },
  ];
}

/** Each is refused by `up`, in its own words, and neither cluster nor state notices. */
export async function badUploads(
  { checkout, clusters, stack }: MeshUnderTest,
  company: Company,
): Promise<void> {
  const versions = () =>
    Promise.all(
      clusters.map(async ({ core }) => {
        const secret = await core.readNamespacedSecret({
          namespace: "istio-system",
          name: "cacerts",
        });
        return secret.metadata?.resourceVersion;
      }),
    );
  const before = await versions();
  const said: string[] = [];
  for (const { files, expected } of await kinds(company)) {
    const good = Object.keys(files).map((name) => [name, checkout.read(name)] as const);
    for (const [name, content] of Object.entries(files)) {
      checkout.write(name, content);
    }
    const { code, stdout, stderr } = await stack.run(["up", "--yes", "--skip-preview"]);
    for (const [name, content] of good) {
      checkout.write(name, content);
    }
    assert.notEqual(code, 0, stdout);
    assert.match(stdout + stderr, expected);
    assert.match(stdout, /nothing was changed/);
    said.push(expected.source);
  }
  assert.ok(new Set(said).size >= 10, "ten kinds, ten errors");
  assert.deepEqual(await versions(), before);
  await stack.up("--expect-no-changes");
}
