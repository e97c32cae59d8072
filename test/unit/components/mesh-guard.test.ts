import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { certPem } from "../../support/answers";
import {
  changes,
  listed,
  recordMesh,
  recordMeshFailure,
  rotationSteps,
} from "../../support/mesh-recording";
import { remoteOfOneOfTwo } from "../../support/meshes";

const another = "AB:CD:EF";
const fingerprintOf = async (name: string) =>
  new X509Certificate(await certPem(name)).fingerprint256;
const message = (name: string, made: string) =>
  `the root "${name}" is not the one that clusters have by this name: the stack made ${made}, they trust ${another}. Nothing of it was written to a cluster. If the stack's state was lost, bring it back; or give the new root another name, and the old one up by certificates.abandon: [${name}]`;

/** What of a root may be written to a cluster, and what is told by it. */
const ofRoots =
  /cacerts|trust-bundle-|-control-plane|-istiod-rollout|-injection|-gateway-deployment/;

describe("a root that is not the one that clusters know by its name", function () {
  this.timeout(20_000);

  for (const [what, name, certificates] of [
    ["alone", "root", rotationSteps.before],
    ["beside its successor", "root", rotationSteps.trustBoth],
    ["as the successor", "next", rotationSteps.trustBoth],
    ["as the successor that signs", "next", rotationSteps.signNew],
  ] as const) {
    it(`ends the program before anything of it reaches a cluster: ${what}`, async () => {
      const { resources, errors } = await recordMeshFailure(remoteOfOneOfTwo, {
        config: { certificates },
        authority: { knownRoots: new Map([[name, another]]) },
      });
      const made = await fingerprintOf(`payments-${name}-ca`);
      assert.deepEqual(
        errors.map((one) => one.message),
        [message(name, made)],
      );
      assert.ok(errors.every((one) => pulumi.RunError.isInstance(one)));
      const inClusters = resources.filter(({ cluster }) => cluster !== undefined);
      assert.ok(inClusters.length > 20, `clusters get the rest: ${inClusters.length}`);
      assert.deepEqual(listed(inClusters.filter((one) => ofRoots.test(one.name))), []);
    });
  }

  it("is found out only when it is made: a preview shows the whole mesh", async () => {
    const options = { preview: true, config: {} };
    const authority = { knownRoots: new Map([["root", another]]) };
    const preview = await recordMesh(remoteOfOneOfTwo, { ...options, authority });
    const { resources } = await recordMesh(remoteOfOneOfTwo, options);
    assert.deepEqual(listed(preview.resources), listed(resources));
  });
});

describe("a root that clusters know", function () {
  this.timeout(20_000);

  it("is made into the same mesh as one that they do not know", async () => {
    const root = await fingerprintOf("payments-root-ca");
    const knownRoots = new Map([
      ["root", root],
      ["gone", another],
    ]);
    const known = await recordMesh(remoteOfOneOfTwo, { authority: { knownRoots } });
    const { resources } = await recordMesh(remoteOfOneOfTwo);
    const none = { added: [], removed: [], changed: [] };
    assert.deepEqual(changes(resources, known.resources), none);
  });
});
