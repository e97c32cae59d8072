import assert from "node:assert/strict";
import type { CertificateIdentity } from "../../../../stacks/certificates/identity";
import { knownRoots } from "../../../../stacks/certificates/known-roots";
import type { LiveAuthority, LiveCacerts } from "../../../../stacks/certificates/live";
import { planAuthority } from "../../../../stacks/certificates/plan";
import { rotationProblems } from "../../../../stacks/certificates/rotation-problems";
import { certificatesSchema } from "../../../../stacks/certificates/schema";

const path = "istio-mesh:certificates";
const now = new Date("2026-11-21T12:00:00Z");
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

const made = (name: string) => ({
  fingerprint: `fp-${name}`,
  made: "ECDSA, 3650 days, O=Istio, OU=payments, CN=Root CA",
});
const identity = (name: string): CertificateIdentity => ({
  fingerprint: `fp-${name}`,
  subject: `CN=${name}`,
});

/** A cluster whose cacerts trust these roots and are signed by that one, at rest for two days. */
function cluster(
  name: string,
  trusts: readonly string[],
  signer: string,
  other: Partial<LiveAuthority & { cacertsToo: Partial<LiveCacerts> }> = {},
): LiveAuthority {
  const { cacertsToo, ...more } = other;
  return {
    cluster: name,
    cacerts: {
      trusts: trusts.map(identity),
      signer: identity(signer),
      mark: Object.fromEntries(trusts.map((one) => [one, made(one)])),
      ...cacertsToo,
    },
    changed: hoursAgo(48),
    distributed: trusts.map(identity),
    ...more,
  };
}

const fresh: LiveAuthority = { cluster: "new", cacerts: undefined, distributed: undefined };
/** A remote: what its primary's istiod hands out. */
const remote = (name: string, trusts: readonly string[]): LiveAuthority => ({
  cluster: name,
  cacerts: undefined,
  distributed: trusts.map(identity),
});

const stable = { root: { name: "a" } };
const phase = (one: string, other: object = {}) => ({
  root: { name: "a" },
  rotation: { to: { name: "b" }, phase: one },
  ...other,
});
const finished = { root: { name: "b" } };

function problems(
  certificates: object,
  live: readonly LiveAuthority[],
  uploaded: Readonly<Record<string, string>> = {},
): string[] {
  const plan = planAuthority(certificatesSchema.parse(certificates), "payments");
  const state = { plan, uploaded: new Map(Object.entries(uploaded)), live, now };
  return rotationProblems(state, path).map((one) => `${one.path}: ${one.message}`);
}

const both = (trusts: readonly string[], signer: string) => [
  cluster("east", trusts, signer),
  cluster("west", trusts, signer),
];
const atA = both(["a"], "a");
const trustingBoth = both(["a", "b"], "a");
const signedByB = both(["a", "b"], "b");
const atB = both(["b"], "b");

describe("the rule of rotation", () => {
  const allowed: readonly [rule: string, certificates: object, live: readonly LiveAuthority[]][] = [
    ["lets a new mesh begin", stable, [fresh, { ...fresh, cluster: "other" }]],
    ["lets a mesh be as it is", stable, atA],
    ["lets both be trusted", phase("trustBoth"), atA],
    ["lets the new root sign when all trust it", phase("signNew"), trustingBoth],
    ["lets the old root go when nobody signs by it", phase("dropOld"), signedByB],
    ["lets a rotation be finished", finished, atB],
    ["lets every phase be repeated", phase("signNew"), signedByB],
    [
      "lets a phase that has just begun be repeated",
      phase("signNew", { settleHours: 1000 }),
      signedByB,
    ],
    ["lets one go back from signNew to trustBoth", phase("trustBoth"), signedByB],
    ["lets one give a rotation up while the old root signs", stable, trustingBoth],
    ["lets a new cluster join in any phase", phase("signNew"), [...trustingBoth, fresh]],
    [
      "lets a phase that only some clusters have entered be finished",
      phase("signNew", { settleHours: 1000 }),
      [cluster("east", ["a", "b"], "b"), cluster("west", ["a", "b"], "a")],
    ],
    ["lets trust be added at any time", phase("trustBoth", { settleHours: 1000 }), atA],
    [
      "lets one go back to the old signer at once",
      phase("trustBoth", { settleHours: 1000 }),
      signedByB,
    ],
    [
      "lets one give a rotation up at once with the new root abandoned",
      { ...stable, abandon: ["b"], settleHours: 1000 },
      trustingBoth,
    ],
    [
      "lets a broken mesh be mended",
      phase("trustBoth"),
      [cluster("east", ["a"], "a"), cluster("west", ["a", "b"], "b")],
    ],
    ["lets a root go that the config abandons", { root: { name: "b" }, abandon: ["a"] }, atA],
    [
      "lets a root go that the config abandons by its fingerprint",
      { root: { name: "b" }, abandon: ["fp-a"] },
      atA,
    ],
  ];
  for (const [rule, certificates, live] of allowed) {
    it(rule, () => assert.deepEqual(problems(certificates, live), []));
  }

  const rename =
    "keep certificates.root as it was and name the new root in certificates.rotation.to, phase trustBoth";
  const refused: readonly [
    rule: string,
    certificates: object,
    live: readonly LiveAuthority[],
    expected: readonly string[],
  ][] = [
    [
      "refuses another root without a rotation, by the names of the clusters that use the old one",
      finished,
      atA,
      [
        `${path}.root: root "b" would sign, and is not trusted yet by east (trusts "a"), west (trusts "a"); ${rename}`,
        `${path}.root: root "a" is in use: it signs on east, west, and would be trusted no more; keep it in certificates.root while a rotation goes on, or give it up by certificates.abandon: [a], and workloads lose each other until they restart`,
      ],
    ],
    [
      "refuses to jump to signNew",
      phase("signNew"),
      atA,
      [
        `${path}.rotation.phase: root "b" would sign, and is not trusted yet by east (trusts "a"), west (trusts "a"); finish phase trustBoth there first, an up and a new bundle of istiod's`,
      ],
    ],
    [
      "refuses to jump from trustBoth to dropOld",
      phase("dropOld"),
      trustingBoth,
      [
        `${path}.rotation.phase: root "a" is in use: it signs on east, west, and would be trusted no more; finish phase signNew there first, or give it up by certificates.abandon: [a], and workloads lose each other until they restart`,
      ],
    ],
    [
      "refuses signNew while one cluster is left behind, and names it",
      phase("signNew"),
      [cluster("east", ["a", "b"], "a"), cluster("west", ["a"], "a")],
      [
        `${path}.rotation.phase: root "b" would sign, and is not trusted yet by west (trusts "a"); finish phase trustBoth there first, an up and a new bundle of istiod's`,
      ],
    ],
    [
      "refuses signNew while an istiod hands out the old bundle still",
      phase("signNew"),
      [
        cluster("east", ["a", "b"], "a"),
        cluster("west", ["a", "b"], "a", { distributed: [identity("a")] }),
      ],
      [
        `${path}.rotation.phase: root "b" would sign, and is not trusted yet by west (trusts "a"); finish phase trustBoth there first, an up and a new bundle of istiod's`,
      ],
    ],
    [
      "refuses signNew while a remote has the old bundle still",
      phase("signNew"),
      [...trustingBoth, remote("edge", ["a"])],
      [
        `${path}.rotation.phase: root "b" would sign, and is not trusted yet by edge (trusts "a"); finish phase trustBoth there first, an up and a new bundle of istiod's`,
      ],
    ],
    [
      "refuses dropOld while one cluster is left behind, and names it",
      phase("dropOld"),
      [cluster("east", ["a", "b"], "b"), cluster("west", ["a", "b"], "a")],
      [
        `${path}.rotation.phase: root "a" is in use: it signs on west, and would be trusted no more; finish phase signNew there first, or give it up by certificates.abandon: [a], and workloads lose each other until they restart`,
      ],
    ],
    [
      "refuses to finish before dropOld",
      finished,
      signedByB,
      [
        `${path}.root: root "a" is still trusted by east, west; finish phase dropOld before certificates.root becomes "b"`,
      ],
    ],
    [
      "refuses to give a rotation up when the new root signs",
      stable,
      signedByB,
      [
        `${path}.root: root "b" is in use: it signs on east, west, and would be trusted no more; keep it in certificates.root while a rotation goes on, or give it up by certificates.abandon: [b], and workloads lose each other until they restart`,
      ],
    ],
    [
      "refuses to take over a cluster that trusts another root",
      stable,
      [cluster("east", ["x"], "x", { cacertsToo: { mark: undefined } })],
      [
        `${path}.root: root "a" would sign, and is not trusted yet by east (trusts a root that the stack does not know (CN=x, SHA-256 fp-x)); ${rename}; if it is the same root, or may go: certificates.abandon: [fp-x]`,
        `${path}.root: a root that the stack does not know (CN=x, SHA-256 fp-x) is in use: it signs on east, and would be trusted no more; keep it in certificates.root while a rotation goes on, or give it up by certificates.abandon: [fp-x], and workloads lose each other until they restart`,
      ],
    ],
    [
      "refuses to take over a cluster whose istiod made its own root, for want of cacerts",
      { root: { name: "a" }, abandon: ["a"] },
      [{ ...remote("east", ["x"]), selfMade: identity("x") }],
      [
        `${path}.root: root "a" would sign, and is not trusted yet by east (trusts a root that the stack does not know (CN=x, SHA-256 fp-x)); ${rename}; if it is the same root, or may go: certificates.abandon: [fp-x]`,
        `${path}.root: a root that the stack does not know (CN=x, SHA-256 fp-x) is in use: it signs on east, and would be trusted no more; keep it in certificates.root while a rotation goes on, or give it up by certificates.abandon: [fp-x], and workloads lose each other until they restart`,
      ],
    ],
    [
      "refuses another recipe for a root that is there, and says both",
      { root: { name: "a", generate: { algorithm: "RSA", validityDays: 1000 } } },
      atA,
      [
        `${path}: root "a" of the clusters is another one (ECDSA, 3650 days, O=Istio, OU=payments, CN=Root CA) than that of the config (RSA, 1000 days, O=Istio, OU=payments, CN=Root CA); a name is one root's for ever: leave it as it was, and give the new one another name in rotation.to`,
      ],
    ],
    [
      "refuses signNew while workloads may trust the old root only",
      phase("signNew"),
      [
        cluster("east", ["a", "b"], "a", { changed: hoursAgo(1) }),
        cluster("west", ["a", "b"], "a"),
      ],
      [
        `${path}.rotation.phase: too early for signNew: certificates of east changed less than 24 h ago, and workloads may not have renewed theirs; wait until 2026-11-22T11:00:00.000Z, or restart the workloads and set certificates.settleHours to 0`,
      ],
    ],
    [
      "refuses dropOld while workloads may have certificates of the old root",
      phase("dropOld", { settleHours: 72 }),
      signedByB,
      [
        `${path}.rotation.phase: too early for dropOld: certificates of east, west changed less than 72 h ago, and workloads may not have renewed theirs; wait until 2026-11-22T12:00:00.000Z, or restart the workloads and set certificates.settleHours to 0`,
      ],
    ],
    [
      "refuses to give a rotation up while workloads may have certificates of the new root",
      stable,
      trustingBoth.map((one) => ({ ...one, changed: hoursAgo(1) })),
      [
        `${path}.rotation: too early for the end of the rotation: certificates of east, west changed less than 24 h ago, and workloads may not have renewed theirs; wait until 2026-11-22T11:00:00.000Z, or restart the workloads and set certificates.settleHours to 0`,
      ],
    ],
    [
      "refuses signNew while a remote has had the new bundle for less than that",
      phase("signNew"),
      [...trustingBoth, { ...remote("edge", ["a", "b"]), changed: hoursAgo(2) }],
      [
        `${path}.rotation.phase: too early for signNew: certificates of edge changed less than 24 h ago, and workloads may not have renewed theirs; wait until 2026-11-22T10:00:00.000Z, or restart the workloads and set certificates.settleHours to 0`,
      ],
    ],
    [
      "refuses another new root within a rotation, which no istiod could take up",
      { root: { name: "a" }, rotation: { to: { name: "c" }, phase: "trustBoth" } },
      trustingBoth,
      [
        `${path}.rotation.phase: istiod of east, west trusts "a", "b" and cannot go over to "a", "c" as it runs; take rotation out, finish that, and begin anew`,
      ],
    ],
    [
      "refuses an external issuer while cacerts is the stack's, for it would be deleted",
      { issuer: "external" },
      atA,
      [
        `${path}.issuer: cacerts of east, west is this stack's, and would be deleted; it cannot be handed over: leave issuer at mesh, or upload what the other issuer signs`,
      ],
    ],
  ];
  for (const [rule, certificates, live, expected] of refused) {
    it(rule, () => assert.deepEqual(problems(certificates, live), expected));
  }

  it("knows an uploaded root by its certificate, whoever wrote it to the cluster", () => {
    const root = { name: "company", upload: { cert: { path: "root.pem" } } };
    const live = [cluster("east", ["x"], "x", { cacertsToo: { mark: undefined } })];
    assert.deepEqual(problems({ root }, live, { company: "fp-x" }), []);
    assert.equal(problems({ root }, live, { company: "fp-y" }).length, 2);
  });

  it("settles at once where the config says that all workloads have restarted", () => {
    const live = both(["a", "b"], "a").map((one) => ({
      ...one,
      changed: now,
    }));
    assert.equal(problems(phase("signNew"), live).length, 1);
    assert.deepEqual(problems(phase("signNew", { settleHours: 0 }), live), []);
  });

  it("knows a root again when somebody has deleted cacerts, by what the stack wrote elsewhere", () => {
    const deleted = { ...remote("east", ["a"]), mark: { a: made("a") } };
    assert.deepEqual(problems(stable, [deleted]), []);
    assert.equal(problems(finished, [deleted]).length, 1);
  });

  it("refuses another upload under the name of a root that is there", () => {
    const root = { name: "company", upload: { cert: { path: "root.pem" } } };
    const mark = { company: { fingerprint: "fp-x", made: "uploaded" } };
    const live = [cluster("east", ["x"], "x", { cacertsToo: { mark } })];
    assert.deepEqual(problems({ root }, live, { company: "fp-x" }), []);
    assert.deepEqual(problems({ root }, live, { company: "fp-y" }), [
      `${path}: root "company" of the clusters is another one (SHA-256 fp-x) than that of the config (SHA-256 fp-y); a name is one root's for ever: leave it as it was, and give the new one another name in rotation.to`,
    ]);
  });

  it("knows again the roots that clusters have", () => {
    assert.deepEqual(
      [...knownRoots(trustingBoth)],
      [
        ["a", "fp-a"],
        ["b", "fp-b"],
      ],
    );
  });
});
