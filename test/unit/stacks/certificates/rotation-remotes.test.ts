import assert from "node:assert/strict";
import type { AuthorityMark, LiveAuthority } from "../../../../stacks/certificates/live";
import { planAuthority } from "../../../../stacks/certificates/plan";
import { rotationProblems } from "../../../../stacks/certificates/rotation-problems";
import { certificatesSchema } from "../../../../stacks/certificates/schema";

const path = "istio-mesh:certificates";
const made = "ECDSA, 3650 days, O=Istio, OU=payments, CN=Root CA";
const identity = (name: string) => ({ fingerprint: `fp-${name}`, subject: `CN=${name}` });
const markOf = (names: readonly string[]): AuthorityMark =>
  Object.fromEntries(names.map((one) => [one, { fingerprint: `fp-${one}`, made }]));

const primary = (
  trusts: readonly string[],
  signer: string,
  mark = markOf(trusts),
): LiveAuthority => ({
  cluster: "east",
  cacerts: { trusts: trusts.map(identity), signer: identity(signer), mark },
  distributed: trusts.map(identity),
});
/** What its primary's istiod hands out on a remote. */
const remote = (...trusts: readonly string[]): LiveAuthority => ({
  cluster: "edge",
  cacerts: undefined,
  distributed: trusts.map(identity),
});
const problems = (certificates: object, live: readonly LiveAuthority[]): string[] => {
  const plan = planAuthority(certificatesSchema.parse(certificates), "payments");
  const state = { plan, uploaded: new Map<string, string>(), live, now: new Date() };
  return rotationProblems(state, path).map((one) => `${one.path}: ${one.message}`);
};
const phase = (name: string) => ({
  root: { name: "a" },
  rotation: { to: { name: "b" }, phase: name },
});

describe("the rule of rotation on a remote, where no istiod signs", () => {
  const steps: readonly [rule: string, certificates: object, live: readonly LiveAuthority[]][] = [
    ["lets both be trusted", phase("trustBoth"), [primary(["a"], "a"), remote("a")]],
    ["lets the new root sign", phase("signNew"), [primary(["a", "b"], "a"), remote("a", "b")]],
    ["lets the old root go", phase("dropOld"), [primary(["a", "b"], "b"), remote("a", "b")]],
    ["lets the rotation be finished", { root: { name: "b" } }, [primary(["b"], "b"), remote("b")]],
  ];
  for (const [rule, certificates, live] of steps) {
    it(rule, () => assert.deepEqual(problems(certificates, live), []));
  }
});

describe("a root by the name of what every object has", () => {
  it("is another one if its recipe is, whichever clusters have it", () => {
    const root = { name: "constructor", generate: { algorithm: "RSA" } };
    const marks = [
      primary(["constructor"], "constructor", {}),
      primary(["constructor"], "constructor"),
    ];
    const found = problems({ root }, marks);
    assert.equal(found.length, 1);
    assert.match(
      found[0] ?? "",
      /^istio-mesh:certificates: root "constructor" of the clusters is /,
    );
  });

  it("is no other one where no cluster has it", () => {
    const found = problems({ root: { name: "constructor" } }, [primary(["constructor"], "x", {})]);
    assert.doesNotMatch(found.join(), /is another one/);
  });
});
