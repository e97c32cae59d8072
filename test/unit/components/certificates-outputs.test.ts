import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { certPem, validDays } from "../../support/answers";
import { day, makeAuthority } from "../../support/authorities";
import { recordMesh, type RotationStep, rotationSteps } from "../../support/mesh-recording";
import { remoteOfOneOfTwo, twoNetworks } from "../../support/meshes";
import { settled } from "../../support/mocks";

/** What outputs say of a certificate of the mocks, whose plugin knows no subject but the resource's name. */
async function factsOf(resource: string) {
  const { fingerprint256: fingerprint } = new X509Certificate(await certPem(resource));
  return {
    subject: `CN=${resource}`,
    issuer: `CN=${resource}`,
    fingerprint,
    // Valid since the day before.
    lifetimeDays: validDays + 1,
    expires: day(validDays).toISOString(),
    // The last day began when the tests did.
    daysLeft: validDays - 1,
  };
}

interface Root {
  readonly name: string;
  readonly signs: boolean;
  readonly trusted: boolean;
}

/** At each step the roots, as the outputs list them; of each what workloads trust. */
const steps: readonly {
  readonly step: RotationStep;
  readonly phase?: string;
  readonly roots: readonly Root[];
  readonly trusts: readonly string[];
}[] = [
  {
    step: "before",
    roots: [{ name: "root", signs: true, trusted: true }],
    trusts: ["root"],
  },
  {
    step: "trustBoth",
    phase: "trustBoth",
    roots: [
      { name: "root", signs: true, trusted: true },
      { name: "next", signs: false, trusted: true },
    ],
    trusts: ["root", "next"],
  },
  {
    step: "signNew",
    phase: "signNew",
    roots: [
      { name: "root", signs: false, trusted: true },
      { name: "next", signs: true, trusted: true },
    ],
    trusts: ["root", "next"],
  },
  {
    step: "dropOld",
    phase: "dropOld",
    roots: [
      { name: "root", signs: false, trusted: false },
      { name: "next", signs: true, trusted: true },
    ],
    trusts: ["next"],
  },
  {
    step: "finished",
    roots: [{ name: "next", signs: true, trusted: true }],
    trusts: ["next"],
  },
];

describe("the outputs of a mesh, as to certificates", function () {
  this.timeout(20_000);

  for (const { step, phase, roots, trusts } of steps) {
    const signer = roots.find(({ signs }) => signs)?.name ?? "";

    it(`say which roots there are, which one signs, and which are trusted: ${step}`, async () => {
      const { result } = await recordMesh(remoteOfOneOfTwo, {
        config: { certificates: rotationSteps[step] },
      });
      assert.deepEqual(await settled(pulumi.output(result.certificates)), {
        issuer: "mesh",
        ...(phase === undefined ? {} : { phase }),
        roots: await Promise.all(
          roots.map(async (one) => ({ ...one, ...(await factsOf(`payments-${one.name}-ca`)) })),
        ),
      });
    });

    it(`say of each cluster what it trusts, and of primaries what they sign with: ${step}`, async () => {
      const { result } = await recordMesh(remoteOfOneOfTwo, {
        config: { certificates: rotationSteps[step] },
      });
      const clusters = await settled(pulumi.output(result.clusters));
      const said = Object.entries(clusters).map(([name, one]) => [
        name,
        one.trusts,
        one.intermediate,
      ]);
      const own = async (name: string) => ({
        ...(await factsOf(`${name}-intermediate-ca-${signer}-1-1`)),
        root: signer,
      });
      assert.deepEqual(said, [
        ["east", trusts, await own("east")],
        ["edge", trusts, undefined],
        ["west", trusts, await own("west")],
      ]);
    });
  }

  it("name an uploaded root as the config does, and tell its subject", async () => {
    const root = await makeAuthority({ name: "Our Root", to: 60.5 });
    const upload = { cert: { path: "root.pem" }, key: { path: "key.pem" } };
    const { result } = await recordMesh(twoNetworks, {
      config: { certificates: { root: { name: "ours", upload } } },
      authority: {
        material: {
          roots: new Map([["ours", { certPem: root.cert, keyPem: root.key }]]),
          intermediates: new Map(),
        },
      },
    });
    const { roots } = await settled(pulumi.output(result.certificates));
    assert.deepEqual(roots, [
      {
        name: "ours",
        signs: true,
        trusted: true,
        subject: "CN=Our Root",
        issuer: "CN=Our Root",
        fingerprint: new X509Certificate(root.cert).fingerprint256,
        lifetimeDays: 61,
        expires: day(60.5).toISOString(),
        daysLeft: 60,
      },
    ]);
  });
});
