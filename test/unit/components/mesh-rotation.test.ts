import assert from "node:assert/strict";
import { issued, on, root } from "../../support/expected-objects";
import {
  changes,
  recordMesh,
  type RotationStep,
  rotationSteps,
} from "../../support/mesh-recording";
import { remoteOfOneOfTwo } from "../../support/meshes";

/** Two primaries and a remote of east's, each on a network of its own. */
const at = (step: RotationStep) =>
  recordMesh(remoteOfOneOfTwo, { config: { certificates: rotationSteps[step] } });

const primaries = ["east", "west"];
const clusters = ["east", "edge", "west"];

const cacerts = primaries.map((name) => `${name}: core/v1:Secret ${name}-intermediate-ca-cacerts`);
const bundles = clusters.flatMap((name) =>
  ["default", "kube-system"].map(
    (namespace) => `${name}: core/v1:ConfigMap ${name}-trust-bundle-${namespace}`,
  ),
);
/** What restarts, as istiod and the injector are told to allow several roots, or no longer. */
const restarts = [
  ...primaries.map(
    (name) => `${name}: install.istio.io/v1alpha1:IstioOperator ${name}-control-plane`,
  ),
  ...primaries.map((name) => `${name}: apps/v1:DeploymentPatch ${name}-istiod-rollout`),
  ...clusters.map((name) => `${name}: apps/v1:Deployment ${name}-gateway-deployment`),
];
const intermediates = (edition: string) => primaries.flatMap((name) => issued(name, edition));

const steps: readonly {
  readonly from: RotationStep;
  readonly to: RotationStep;
  readonly what: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}[] = [
  {
    from: "before",
    to: "trustBoth",
    what: "makes the new root, has all clusters trust both, and restarts what has to learn of several",
    added: root("next"),
    removed: [],
    changed: [...cacerts, ...bundles, ...restarts],
  },
  {
    from: "trustBoth",
    to: "signNew",
    what: "makes every primary's intermediate anew, in cacerts and nowhere else",
    added: intermediates("next-1-1"),
    removed: intermediates("root-1-1"),
    changed: cacerts,
  },
  {
    from: "signNew",
    to: "dropOld",
    what: "takes the old root from all clusters, and makes and deletes nothing",
    added: [],
    removed: [],
    changed: [...cacerts, ...bundles],
  },
  {
    from: "dropOld",
    to: "finished",
    what: "deletes the old root, changes nobody's trust, and restarts what was told of several",
    added: [],
    removed: root("root"),
    changed: restarts,
  },
];

describe("a rotation of the root", function () {
  this.timeout(20_000);

  for (const { from, to, what, added, removed, changed } of steps) {
    it(`on its step ${from} to ${to} ${what}`, async () => {
      assert.deepEqual(changes((await at(from)).resources, (await at(to)).resources), {
        added: on("-", added).sort(),
        removed: on("-", removed).sort(),
        changed: [...changed].sort(),
      });
    });
  }

  it("is as if it had never been when it goes back from trustBoth", async () => {
    const { added, removed, changed } = changes(
      (await at("trustBoth")).resources,
      (await recordMesh(remoteOfOneOfTwo)).resources,
    );
    assert.deepEqual(added, []);
    assert.deepEqual(removed, on("-", root("next")));
    assert.deepEqual(changed, [...cacerts, ...bundles, ...restarts].sort());
  });

  const keyAndCert = (name: string) => [`payments-${name}-ca`, `payments-${name}-ca-key`];
  for (const [step, names] of [
    ["before", keyAndCert("root")],
    ["trustBoth", keyAndCert("root")],
    ["signNew", [...keyAndCert("next"), ...keyAndCert("root")]],
    ["dropOld", keyAndCert("next")],
    ["finished", keyAndCert("next")],
  ] as const) {
    it(`refuses to delete the roots that have issued what is trusted, and no others: ${step}`, async () => {
      const { resources } = await at(step);
      const kept = resources.filter(({ protect }) => protect);
      assert.deepEqual(kept.map(({ name }) => name).sort(), names);
    });
  }

  it("has each primary's intermediate issued by the root that signs", async () => {
    for (const [step, signer] of [
      ["trustBoth", "root"],
      ["signNew", "next"],
      ["dropOld", "next"],
      ["finished", "next"],
    ] as const) {
      const { resources } = await at(step);
      const made = resources.filter(({ type }) => type.endsWith(":LocallySignedCert"));
      assert.deepEqual(
        made.map(({ name, dependsOn }) => [name, dependsOn]).sort(),
        primaries.map((name) => [
          `${name}-intermediate-ca-${signer}-1-1`,
          [
            `${name}-intermediate-ca-${signer}-1-1-request`,
            `payments-${signer}-ca`,
            `payments-${signer}-ca-key`,
          ].sort(),
        ]),
      );
    }
  });
});
