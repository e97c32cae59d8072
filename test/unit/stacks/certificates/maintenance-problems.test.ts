import assert from "node:assert/strict";
import type { CertificateIdentity } from "../../../../stacks/certificates/identity";
import type { LiveAuthority } from "../../../../stacks/certificates/live";
import { maintenanceTrustProblems } from "../../../../stacks/certificates/maintenance-problems";
import { planAuthority } from "../../../../stacks/certificates/plan";
import { certificatesSchema } from "../../../../stacks/certificates/schema";
import { clustersOf } from "../../../support/meshes";

const now = new Date("2026-11-21T12:00:00Z");
const identity = (name: string): CertificateIdentity => ({
  fingerprint: `fp-${name}`,
  subject: `CN=${name}`,
});
const markOf = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { fingerprint: `fp-${name}`, made: "x" }]));

/** A cluster that trusts these roots and signs by that one; what istiod hands out may be behind. */
const primary = (
  cluster: string,
  trusts: readonly string[],
  signer: string,
  handsOut = trusts,
): LiveAuthority => ({
  cluster,
  cacerts: { trusts: trusts.map(identity), signer: identity(signer), mark: markOf(trusts) },
  distributed: handsOut.map(identity),
});
const remote = (cluster: string, trusts: readonly string[]): LiveAuthority => ({
  cluster,
  cacerts: undefined,
  mark: markOf(trusts),
  distributed: trusts.map(identity),
});
const fresh: LiveAuthority = { cluster: "new", cacerts: undefined, distributed: undefined };

/** What is said while west is in maintenance, and these are asked. */
function problems(
  live: readonly LiveAuthority[],
  {
    certificates = { root: { name: "a" } },
    away = "west",
    isWhole = true,
  }: { certificates?: object; away?: string; isWhole?: boolean } = {},
): string[] {
  const names = ["east", "west"];
  const clusters = clustersOf(names.map((name) => [name, "net", { maintenance: name === away }]));
  const checked = clusters.map((cluster, at) => ({ path: `clusters[${at}]`, cluster }));
  const plan = planAuthority(certificatesSchema.parse(certificates), "payments");
  const state = { plan, uploaded: new Map<string, string>(), live, now };
  const found = maintenanceTrustProblems(checked, state, isWhole);
  return found.map((one) => `${one.path}: ${one.message}`);
}

const next = `wait until "west" is back, and take maintenance out`;
const others = (clusters: string, has: string) =>
  `clusters[1].maintenance: true, and roots would change: ${clusters} trusts ${has}, the config says "a", and a cluster that is not asked may be behind; leave certificates as they were; ${next}`;

describe("the rule of roots while a cluster is in maintenance", () => {
  const allowed: readonly [rule: string, found: readonly string[]][] = [
    ["lets the others have the roots that they have", problems([primary("east", ["a"], "a")])],
    [
      "lets a cluster that is new beside another have the same",
      problems([primary("east", ["a"], "a"), fresh]),
    ],
    ["is content with a remote that has the root", problems([remote("east", ["a"])])],
    [
      "is none where no cluster is in maintenance",
      problems([primary("east", ["a", "b"], "a")], { away: "none" }),
    ],
    [
      "is none where somebody else issues",
      problems([fresh], { certificates: { issuer: "external" } }),
    ],
    [
      "is for up where a preview may not look at all of the others",
      problems([], { isWhole: false }),
    ],
  ];
  for (const [rule, found] of allowed) {
    it(rule, () => assert.deepEqual(found, []));
  }

  const refused: readonly [rule: string, found: readonly string[], expected: string][] = [
    [
      "lets no root go, by the names of the clusters that have it",
      problems([primary("east", ["a", "b"], "a"), primary("far", ["a", "b"], "a")]),
      others("east, far", `"a", "b"`),
    ],
    [
      "lets no root go that only istiod still hands out",
      problems([primary("east", ["a"], "a", ["b", "a"])]),
      others("east", `a root that the stack does not know (CN=b, SHA-256 fp-b), "a"`),
    ],
    [
      "lets no root go that only a remote is still told of",
      problems([primary("east", ["a"], "a"), remote("edge", ["b", "a"])]),
      others("edge", `"b", "a"`),
    ],
    [
      "asks for another cluster that has a root",
      problems([fresh]),
      `clusters[1].maintenance: true, and no cluster that is asked has the root of the mesh, by which it could be told whether it stays the same; ${next}`,
    ],
  ];
  for (const [rule, found, expected] of refused) {
    it(rule, () => assert.deepEqual(found, [expected]));
  }
});
